package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link BatchNormKernel} in vectors, under the rules of {@link VectorProduct}: lane by lane what
 * {@link ScalarBatchNorm} does.
 */
final class VectorBatchNorm implements BatchNormKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int STEP = S.length();

  @Override
  public void sum(float[] memory, int x, int xStride, int rows, int n, float[] out, int at) {
    FloatVector zero = FloatVector.zero(S);
    for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
      FloatVector sum = zero;
      FloatVector rest = zero;
      for (int row = 0; row < rows; row++) {
        int from = x + row * xStride;
        FloatVector c0 = zero;
        FloatVector c1 = zero;
        FloatVector c2 = zero;
        FloatVector c3 = zero;
        int i = lane;
        for (; i < n - 3 * Lanes.WIDTH; i += 4 * Lanes.WIDTH) {
          c0 = c0.add(FloatVector.fromArray(S, memory, from + i));
          c1 = c1.add(FloatVector.fromArray(S, memory, from + i + Lanes.WIDTH));
          c2 = c2.add(FloatVector.fromArray(S, memory, from + i + 2 * Lanes.WIDTH));
          c3 = c3.add(FloatVector.fromArray(S, memory, from + i + 3 * Lanes.WIDTH));
        }
        if (i < n) {
          c0 = c0.add(FloatVector.fromArray(S, memory, from + i));
        }
        if (i + Lanes.WIDTH < n) {
          c1 = c1.add(FloatVector.fromArray(S, memory, from + i + Lanes.WIDTH));
        }
        if (i + 2 * Lanes.WIDTH < n) {
          c2 = c2.add(FloatVector.fromArray(S, memory, from + i + 2 * Lanes.WIDTH));
        }
        FloatVector term = c0.add(c1).add(c2.add(c3));
        FloatVector termNext = sum.add(term);
        FloatVector termPart = termNext.sub(sum);
        rest = rest.add(sum.sub(termNext.sub(termPart)).add(term.sub(termPart)));
        sum = termNext;
      }
      sum.intoArray(out, at + lane);
      rest.intoArray(out, at + Lanes.WIDTH + lane);
    }
  }

  @Override
  public void squares(
      float[] memory, int x, int xStride, int rows, int n, float mean, float[] out, int at) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector centre = FloatVector.broadcast(S, mean);
    for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
      FloatVector sum = zero;
      FloatVector rest = zero;
      for (int row = 0; row < rows; row++) {
        int from = x + row * xStride;
        FloatVector c0 = zero;
        FloatVector c1 = zero;
        FloatVector c2 = zero;
        FloatVector c3 = zero;
        int i = lane;
        for (; i < n - 3 * Lanes.WIDTH; i += 4 * Lanes.WIDTH) {
          FloatVector d0 = FloatVector.fromArray(S, memory, from + i).sub(centre);
          c0 = d0.fma(d0, c0);
          FloatVector d1 = FloatVector.fromArray(S, memory, from + i + Lanes.WIDTH).sub(centre);
          c1 = d1.fma(d1, c1);
          FloatVector d2 = FloatVector.fromArray(S, memory, from + i + 2 * Lanes.WIDTH).sub(centre);
          c2 = d2.fma(d2, c2);
          FloatVector d3 = FloatVector.fromArray(S, memory, from + i + 3 * Lanes.WIDTH).sub(centre);
          c3 = d3.fma(d3, c3);
        }
        if (i < n) {
          FloatVector d0 = FloatVector.fromArray(S, memory, from + i).sub(centre);
          c0 = d0.fma(d0, c0);
        }
        if (i + Lanes.WIDTH < n) {
          FloatVector d1 = FloatVector.fromArray(S, memory, from + i + Lanes.WIDTH).sub(centre);
          c1 = d1.fma(d1, c1);
        }
        if (i + 2 * Lanes.WIDTH < n) {
          FloatVector d2 = FloatVector.fromArray(S, memory, from + i + 2 * Lanes.WIDTH).sub(centre);
          c2 = d2.fma(d2, c2);
        }
        FloatVector term = c0.add(c1).add(c2.add(c3));
        FloatVector termNext = sum.add(term);
        FloatVector termPart = termNext.sub(sum);
        rest = rest.add(sum.sub(termNext.sub(termPart)).add(term.sub(termPart)));
        sum = termNext;
      }
      sum.intoArray(out, at + lane);
      rest.intoArray(out, at + Lanes.WIDTH + lane);
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
    FloatVector centre = FloatVector.broadcast(S, mean);
    FloatVector factor = FloatVector.broadcast(S, scale);
    FloatVector offset = FloatVector.broadcast(S, shift);
    FloatVector low = FloatVector.broadcast(S, floor);
    FloatVector high = FloatVector.broadcast(S, ceiling);
    for (int row = 0; row < rows; row++, x += xStride, y += yStride) {
      for (int i = 0; i < n; i += STEP) {
        FloatVector value = FloatVector.fromArray(S, memory, x + i).sub(centre).fma(factor, offset);
        value = value.blend(low, value.compare(VectorOperators.LE, low));
        value.blend(high, value.compare(VectorOperators.GE, high)).intoArray(memory, y + i);
      }
    }
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
    FloatVector centre = FloatVector.broadcast(S, mean);
    FloatVector factor = FloatVector.broadcast(S, scale);
    FloatVector offset = FloatVector.broadcast(S, shift);
    FloatVector low = FloatVector.broadcast(S, floor);
    FloatVector high = FloatVector.broadcast(S, ceiling);
    for (int row = 0; row < rows; row++, x += xStride, s += sStride, y += yStride) {
      for (int i = 0; i < n; i += STEP) {
        FloatVector summand = FloatVector.fromArray(S, memory, s + i).add(offset);
        FloatVector value =
            FloatVector.fromArray(S, memory, x + i).sub(centre).fma(factor, summand);
        value = value.blend(low, value.compare(VectorOperators.LE, low));
        value.blend(high, value.compare(VectorOperators.GE, high)).intoArray(memory, y + i);
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
    FloatVector zero = FloatVector.zero(S);
    FloatVector centre = FloatVector.broadcast(S, mean);
    for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
      FloatVector sum = zero;
      FloatVector rest = zero;
      FloatVector product = zero;
      FloatVector productRest = zero;
      for (int row = 0; row < rows; row++) {
        int from = x + row * xStride;
        int gradient = dy + row * dyStride;
        FloatVector c0 = zero;
        FloatVector c1 = zero;
        FloatVector c2 = zero;
        FloatVector c3 = zero;
        FloatVector p0 = zero;
        FloatVector p1 = zero;
        FloatVector p2 = zero;
        FloatVector p3 = zero;
        int i = lane;
        for (; i < n - 3 * Lanes.WIDTH; i += 4 * Lanes.WIDTH) {
          FloatVector d0 = FloatVector.fromArray(S, memory, gradient + i);
          c0 = c0.add(d0);
          p0 = d0.fma(FloatVector.fromArray(S, memory, from + i).sub(centre), p0);
          FloatVector d1 = FloatVector.fromArray(S, memory, gradient + i + Lanes.WIDTH);
          c1 = c1.add(d1);
          p1 = d1.fma(FloatVector.fromArray(S, memory, from + i + Lanes.WIDTH).sub(centre), p1);
          FloatVector d2 = FloatVector.fromArray(S, memory, gradient + i + 2 * Lanes.WIDTH);
          c2 = c2.add(d2);
          p2 = d2.fma(FloatVector.fromArray(S, memory, from + i + 2 * Lanes.WIDTH).sub(centre), p2);
          FloatVector d3 = FloatVector.fromArray(S, memory, gradient + i + 3 * Lanes.WIDTH);
          c3 = c3.add(d3);
          p3 = d3.fma(FloatVector.fromArray(S, memory, from + i + 3 * Lanes.WIDTH).sub(centre), p3);
        }
        if (i < n) {
          FloatVector d0 = FloatVector.fromArray(S, memory, gradient + i);
          c0 = c0.add(d0);
          p0 = d0.fma(FloatVector.fromArray(S, memory, from + i).sub(centre), p0);
        }
        if (i + Lanes.WIDTH < n) {
          FloatVector d1 = FloatVector.fromArray(S, memory, gradient + i + Lanes.WIDTH);
          c1 = c1.add(d1);
          p1 = d1.fma(FloatVector.fromArray(S, memory, from + i + Lanes.WIDTH).sub(centre), p1);
        }
        if (i + 2 * Lanes.WIDTH < n) {
          FloatVector d2 = FloatVector.fromArray(S, memory, gradient + i + 2 * Lanes.WIDTH);
          c2 = c2.add(d2);
          p2 = d2.fma(FloatVector.fromArray(S, memory, from + i + 2 * Lanes.WIDTH).sub(centre), p2);
        }
        FloatVector term = c0.add(c1).add(c2.add(c3));
        FloatVector termNext = sum.add(term);
        FloatVector termPart = termNext.sub(sum);
        rest = rest.add(sum.sub(termNext.sub(termPart)).add(term.sub(termPart)));
        sum = termNext;
        FloatVector other = p0.add(p1).add(p2.add(p3));
        FloatVector otherNext = product.add(other);
        FloatVector otherPart = otherNext.sub(product);
        productRest =
            productRest.add(product.sub(otherNext.sub(otherPart)).add(other.sub(otherPart)));
        product = otherNext;
      }
      sum.intoArray(out, at + lane);
      rest.intoArray(out, at + Lanes.WIDTH + lane);
      product.intoArray(out, at + 2 * Lanes.WIDTH + lane);
      productRest.intoArray(out, at + 3 * Lanes.WIDTH + lane);
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
    FloatVector zero = FloatVector.zero(S);
    FloatVector centre = FloatVector.broadcast(S, mean);
    FloatVector low = FloatVector.broadcast(S, floor);
    FloatVector high = FloatVector.broadcast(S, ceiling);
    for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
      FloatVector sum = zero;
      FloatVector rest = zero;
      FloatVector product = zero;
      FloatVector productRest = zero;
      for (int row = 0; row < rows; row++) {
        int from = x + row * xStride;
        int result = y + row * yStride;
        int gradient = dy + row * dyStride;
        FloatVector c0 = zero;
        FloatVector c1 = zero;
        FloatVector c2 = zero;
        FloatVector c3 = zero;
        FloatVector p0 = zero;
        FloatVector p1 = zero;
        FloatVector p2 = zero;
        FloatVector p3 = zero;
        int i = lane;
        for (; i < n - 3 * Lanes.WIDTH; i += 4 * Lanes.WIDTH) {
          FloatVector y0 = FloatVector.fromArray(S, memory, result + i);
          FloatVector d0 =
              zero.blend(
                  FloatVector.fromArray(S, memory, gradient + i),
                  y0.compare(VectorOperators.GT, low).and(y0.compare(VectorOperators.LT, high)));
          d0.intoArray(memory, gradient + i);
          c0 = c0.add(d0);
          p0 = d0.fma(FloatVector.fromArray(S, memory, from + i).sub(centre), p0);
          FloatVector y1 = FloatVector.fromArray(S, memory, result + i + Lanes.WIDTH);
          FloatVector d1 =
              zero.blend(
                  FloatVector.fromArray(S, memory, gradient + i + Lanes.WIDTH),
                  y1.compare(VectorOperators.GT, low).and(y1.compare(VectorOperators.LT, high)));
          d1.intoArray(memory, gradient + i + Lanes.WIDTH);
          c1 = c1.add(d1);
          p1 = d1.fma(FloatVector.fromArray(S, memory, from + i + Lanes.WIDTH).sub(centre), p1);
          FloatVector y2 = FloatVector.fromArray(S, memory, result + i + 2 * Lanes.WIDTH);
          FloatVector d2 =
              zero.blend(
                  FloatVector.fromArray(S, memory, gradient + i + 2 * Lanes.WIDTH),
                  y2.compare(VectorOperators.GT, low).and(y2.compare(VectorOperators.LT, high)));
          d2.intoArray(memory, gradient + i + 2 * Lanes.WIDTH);
          c2 = c2.add(d2);
          p2 = d2.fma(FloatVector.fromArray(S, memory, from + i + 2 * Lanes.WIDTH).sub(centre), p2);
          FloatVector y3 = FloatVector.fromArray(S, memory, result + i + 3 * Lanes.WIDTH);
          FloatVector d3 =
              zero.blend(
                  FloatVector.fromArray(S, memory, gradient + i + 3 * Lanes.WIDTH),
                  y3.compare(VectorOperators.GT, low).and(y3.compare(VectorOperators.LT, high)));
          d3.intoArray(memory, gradient + i + 3 * Lanes.WIDTH);
          c3 = c3.add(d3);
          p3 = d3.fma(FloatVector.fromArray(S, memory, from + i + 3 * Lanes.WIDTH).sub(centre), p3);
        }
        if (i < n) {
          FloatVector y0 = FloatVector.fromArray(S, memory, result + i);
          FloatVector d0 =
              zero.blend(
                  FloatVector.fromArray(S, memory, gradient + i),
                  y0.compare(VectorOperators.GT, low).and(y0.compare(VectorOperators.LT, high)));
          d0.intoArray(memory, gradient + i);
          c0 = c0.add(d0);
          p0 = d0.fma(FloatVector.fromArray(S, memory, from + i).sub(centre), p0);
        }
        if (i + Lanes.WIDTH < n) {
          FloatVector y1 = FloatVector.fromArray(S, memory, result + i + Lanes.WIDTH);
          FloatVector d1 =
              zero.blend(
                  FloatVector.fromArray(S, memory, gradient + i + Lanes.WIDTH),
                  y1.compare(VectorOperators.GT, low).and(y1.compare(VectorOperators.LT, high)));
          d1.intoArray(memory, gradient + i + Lanes.WIDTH);
          c1 = c1.add(d1);
          p1 = d1.fma(FloatVector.fromArray(S, memory, from + i + Lanes.WIDTH).sub(centre), p1);
        }
        if (i + 2 * Lanes.WIDTH < n) {
          FloatVector y2 = FloatVector.fromArray(S, memory, result + i + 2 * Lanes.WIDTH);
          FloatVector d2 =
              zero.blend(
                  FloatVector.fromArray(S, memory, gradient + i + 2 * Lanes.WIDTH),
                  y2.compare(VectorOperators.GT, low).and(y2.compare(VectorOperators.LT, high)));
          d2.intoArray(memory, gradient + i + 2 * Lanes.WIDTH);
          c2 = c2.add(d2);
          p2 = d2.fma(FloatVector.fromArray(S, memory, from + i + 2 * Lanes.WIDTH).sub(centre), p2);
        }
        FloatVector term = c0.add(c1).add(c2.add(c3));
        FloatVector termNext = sum.add(term);
        FloatVector termPart = termNext.sub(sum);
        rest = rest.add(sum.sub(termNext.sub(termPart)).add(term.sub(termPart)));
        sum = termNext;
        FloatVector other = p0.add(p1).add(p2.add(p3));
        FloatVector otherNext = product.add(other);
        FloatVector otherPart = otherNext.sub(product);
        productRest =
            productRest.add(product.sub(otherNext.sub(otherPart)).add(other.sub(otherPart)));
        product = otherNext;
      }
      sum.intoArray(out, at + lane);
      rest.intoArray(out, at + Lanes.WIDTH + lane);
      product.intoArray(out, at + 2 * Lanes.WIDTH + lane);
      productRest.intoArray(out, at + 3 * Lanes.WIDTH + lane);
    }
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
    FloatVector centre = FloatVector.broadcast(S, mean);
    FloatVector factor = FloatVector.broadcast(S, scale);
    FloatVector shift = FloatVector.broadcast(S, offset);
    FloatVector minus = FloatVector.broadcast(S, -slope);
    for (int row = 0; row < rows; row++, x += xStride, dy += dyStride, dx += dxStride) {
      for (int i = 0; i < n; i += STEP) {
        FloatVector centred = FloatVector.fromArray(S, memory, x + i).sub(centre);
        FloatVector shifted = FloatVector.fromArray(S, memory, dy + i).sub(shift);
        minus.fma(centred, shifted).mul(factor).intoArray(memory, dx + i);
      }
    }
  }
}
