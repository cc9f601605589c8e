package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;

/** One float at a time. */
final class ScalarBatchNorm implements BatchNormKernel {

  @Override
  public void sum(float[] memory, int x, int xStride, int rows, int n, float[] out, int at) {
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      float sum = 0f;
      float rest = 0f;
      for (int row = 0; row < rows; row++) {
        int from = x + row * xStride;
        float c0 = 0f;
        float c1 = 0f;
        float c2 = 0f;
        float c3 = 0f;
        for (int i = lane, chain = 0; i < n; i += Lanes.WIDTH, chain = chain + 1 & 3) {
          float value = memory[from + i];
          switch (chain) {
            case 0 -> c0 += value;
            case 1 -> c1 += value;
            case 2 -> c2 += value;
            default -> c3 += value;
          }
        }
        float term = (c0 + c1) + (c2 + c3);
        float next = sum + term;
        float part = next - sum;
        rest += (sum - (next - part)) + (term - part);
        sum = next;
      }
      out[at + lane] = sum;
      out[at + Lanes.WIDTH + lane] = rest;
    }
  }

  @Override
  public void squares(
      float[] memory, int x, int xStride, int rows, int n, float mean, float[] out, int at) {
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      float sum = 0f;
      float rest = 0f;
      for (int row = 0; row < rows; row++) {
        int from = x + row * xStride;
        float c0 = 0f;
        float c1 = 0f;
        float c2 = 0f;
        float c3 = 0f;
        for (int i = lane, chain = 0; i < n; i += Lanes.WIDTH, chain = chain + 1 & 3) {
          float value = memory[from + i] - mean;
          switch (chain) {
            case 0 -> c0 = Math.fma(value, value, c0);
            case 1 -> c1 = Math.fma(value, value, c1);
            case 2 -> c2 = Math.fma(value, value, c2);
            default -> c3 = Math.fma(value, value, c3);
          }
        }
        float term = (c0 + c1) + (c2 + c3);
        float next = sum + term;
        float part = next - sum;
        rest += (sum - (next - part)) + (term - part);
        sum = next;
      }
      out[at + lane] = sum;
      out[at + Lanes.WIDTH + lane] = rest;
    }
  }

  @Override
  public void apply(
      float[] memory,
      int x,
      int xStride,
      int y,
      int yStride,
      int rows,
      int n,
      float mean,
      float scale,
      float shift,
      float floor,
      float ceiling) {
    for (int row = 0; row < rows; row++, x += xStride, y += yStride) {
      for (int i = 0; i < n; i++) {
        memory[y + i] = clamp(Math.fma(memory[x + i] - mean, scale, shift), floor, ceiling);
      }
    }
  }

  private static float clamp(float value, float floor, float ceiling) {
    float raised = value <= floor ? floor : value;
    return raised >= ceiling ? ceiling : raised;
  }

  @Override
  public void applyAdd(
      float[] memory,
      int x,
      int xStride,
      int s,
      int sStride,
      int y,
      int yStride,
      int rows,
      int n,
      float mean,
      float scale,
      float shift,
      float floor,
      float ceiling) {
    for (int row = 0; row < rows; row++, x += xStride, s += sStride, y += yStride) {
      for (int i = 0; i < n; i++) {
        float value = Math.fma(memory[x + i] - mean, scale, memory[s + i] + shift);
        memory[y + i] = clamp(value, floor, ceiling);
      }
    }
  }

  @Override
  public void gather(
      float[] memory,
      int x,
      int xStride,
      int dy,
      int dyStride,
      int rows,
      int n,
      float mean,
      float[] out,
      int at) {
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      float sum = 0f;
      float rest = 0f;
      float product = 0f;
      float productRest = 0f;
      for (int row = 0; row < rows; row++) {
        int from = x + row * xStride;
        int gradient = dy + row * dyStride;
        float c0 = 0f;
        float c1 = 0f;
        float c2 = 0f;
        float c3 = 0f;
        float p0 = 0f;
        float p1 = 0f;
        float p2 = 0f;
        float p3 = 0f;
        for (int i = lane, chain = 0; i < n; i += Lanes.WIDTH, chain = chain + 1 & 3) {
          float value = memory[from + i] - mean;
          float d = memory[gradient + i];
          switch (chain) {
            case 0 -> {
              c0 += d;
              p0 = Math.fma(d, value, p0);
            }
            case 1 -> {
              c1 += d;
              p1 = Math.fma(d, value, p1);
            }
            case 2 -> {
              c2 += d;
              p2 = Math.fma(d, value, p2);
            }
            default -> {
              c3 += d;
              p3 = Math.fma(d, value, p3);
            }
          }
        }
        float term = (c0 + c1) + (c2 + c3);
        float next = sum + term;
        float part = next - sum;
        rest += (sum - (next - part)) + (term - part);
        sum = next;
        term = (p0 + p1) + (p2 + p3);
        next = product + term;
        part = next - product;
        productRest += (product - (next - part)) + (term - part);
        product = next;
      }
      out[at + lane] = sum;
      out[at + Lanes.WIDTH + lane] = rest;
      out[at + 2 * Lanes.WIDTH + lane] = product;
      out[at + 3 * Lanes.WIDTH + lane] = productRest;
    }
  }

  @Override
  public void gatherClamped(
      float[] memory,
      int x,
      int xStride,
      int y,
      int yStride,
      int dy,
      int dyStride,
      int rows,
      int n,
      float mean,
      float floor,
      float ceiling,
      float[] out,
      int at) {
    for (int row = 0; row < rows; row++) {
      int result = y + row * yStride;
      int gradient = dy + row * dyStride;
      for (int i = 0; i < n; i++) {
        float value = memory[result + i];
        if (!(value > floor && value < ceiling)) {
          memory[gradient + i] = 0f;
        }
      }
    }
    gather(memory, x, xStride, dy, dyStride, rows, n, mean, out, at);
  }

  @Override
  public void backward(
      float[] memory,
      int x,
      int xStride,
      int dy,
      int dyStride,
      int dx,
      int dxStride,
      int rows,
      int n,
      float mean,
      float scale,
      float offset,
      float slope) {
    for (int row = 0; row < rows; row++, x += xStride, dy += dyStride, dx += dxStride) {
      for (int i = 0; i < n; i++) {
        float centred = memory[x + i] - mean;
        memory[dx + i] = scale * Math.fma(-slope, centred, memory[dy + i] - offset);
      }
    }
  }
}
