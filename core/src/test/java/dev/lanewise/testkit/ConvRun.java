package dev.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.conv.ConvGeometry;
import dev.lanewise.core.conv.Convolution;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import java.util.Arrays;

/**
 * Runs a planned convolution on NCHW images: packs them, runs all passes group by group, and
 * unpacks. On the way it checks what every pass has to keep: results and scratch memory begin as
 * NaN, halos and what lies beside a lane group stay as they are, lanes without an image get no
 * gradient.
 *
 * @param geometry the convolution
 * @param extraX halo of the input beyond what is needed
 * @param extraDy halo of the output's gradient beyond what is needed
 * @param resultHalo halo of the output and of the input's gradient
 * @param bias what is added
 * @param columns how the column matrix is represented
 * @param algorithm how the passes are computed
 */
public record ConvRun(
    ConvGeometry geometry,
    Halo extraX,
    Halo extraDy,
    Halo resultHalo,
    Bias bias,
    Convolution.Columns columns,
    ConvAlgorithm algorithm) {

  /** The direct algorithm. */
  public ConvRun(
      ConvGeometry geometry,
      Halo extraX,
      Halo extraDy,
      Halo resultHalo,
      Bias bias,
      Convolution.Columns columns) {
    this(geometry, extraX, extraDy, resultHalo, bias, columns, ConvAlgorithm.DIRECT);
  }

  /** Lane groups begin at an odd place, so that a forgotten offset shows. */
  private static final int AT = 7;

  /** The halos that are needed and no more. */
  public static ConvRun plain(ConvGeometry geometry, Bias bias, Convolution.Columns columns) {
    return new ConvRun(geometry, Halo.NONE, Halo.NONE, Halo.NONE, bias, columns);
  }

  /**
   * Arguments: images, weights, bias, output gradient, and what the gradients of the weights and of
   * the bias already hold.
   */
  public record Operands(float[] x, float[] w, float[] b, float[] dy, float[] dw, float[] db) {}

  /** Output, and all gradients; NCHW and OIHW. */
  public record Results(float[] y, float[] dx, float[] dw, float[] db) {

    /** Fails unless all results have the same bits. */
    public void assertSame(Results actual, String what) {
      Bits.assertIdentical(y, actual.y, what + ": y");
      Bits.assertIdentical(dx, actual.dx, what + ": dx");
      Bits.assertIdentical(dw, actual.dw, what + ": dw");
      Bits.assertIdentical(db, actual.db, what + ": db");
    }
  }

  /** Values of the bias. */
  public int biasLength() {
    return switch (bias) {
      case NONE -> 0;
      case CHANNEL -> geometry.outChannels();
      case POSITION -> geometry.output().elements();
    };
  }

  /** Runs all passes. */
  public Results run(Operands operands, Simd simd) {
    int images = operands.x.length / geometry.input().elements();
    LaneLayout x = new LaneLayout(geometry.input(), add(geometry.inputHalo(), extraX));
    LaneLayout y = new LaneLayout(geometry.output(), resultHalo);
    LaneLayout dy = new LaneLayout(geometry.output(), add(geometry.gradientHalo(), extraDy));
    LaneLayout dx = new LaneLayout(geometry.input(), resultHalo);
    Convolution convolution =
        new Convolution(
            geometry, new Convolution.Layouts(x, y, dy, dx), bias, columns, algorithm, simd);
    assertEquals(geometry, convolution.geometry());
    float[] scratch = Poison.floats(convolution.scratchSize());
    float[] w = behind(3, operands.w);
    float[] b = behind(5, operands.b);
    convolution.prepare(w, 3, b, 5, true);
    float[] dw = behind(3, operands.dw);
    float[] db = behind(5, operands.db);
    float[] dwAtOnce = dw.clone();
    float[] dbAtOnce = db.clone();
    float[] outputs = new float[images * geometry.output().elements()];
    float[] gradients = new float[images * geometry.input().elements()];
    for (int g = 0; g < Lanes.groups(images); g++) {
      int first = g * Lanes.WIDTH;
      int count = Lanes.imagesInGroup(images, g);
      float[] input = pack(operands.x, first, count, x);
      float[] gradient = pack(operands.dy, first, count, dy);
      float[] output = Poison.floats(AT + y.size());
      float[] result = Poison.floats(AT + dx.size());
      convolution.forward(input, AT, output, AT, scratch);
      convolution.backwardData(gradient, AT, result, AT, scratch);
      convolution.backwardWeights(input, AT, gradient, AT, dw, 3, db, 5, scratch);
      float[] both = Poison.floats(AT + dx.size());
      convolution.backward(input, AT, gradient, AT, dwAtOnce, 3, dbAtOnce, 5, both, AT, scratch);
      Bits.assertIdentical(result, both, "dx, of all backward passes at once");
      Bits.assertIdentical(dw, dwAtOnce, "dw, of all backward passes at once");
      Bits.assertIdentical(db, dbAtOnce, "db, of all backward passes at once");
      Bits.assertIdentical(pack(operands.x, first, count, x), input, "x after the passes");
      Bits.assertIdentical(pack(operands.dy, first, count, dy), gradient, "dy after the passes");
      Poison.assertOnlyInnerWritten(output, AT, y);
      Poison.assertOnlyInnerWritten(result, AT, dx);
      assertLanesZero(result, dx, count);
      LaneGroups.unpack(output, AT, y, outputs, first, count);
      LaneGroups.unpack(result, AT, dx, gradients, first, count);
    }
    return new Results(outputs, gradients, dropped(3, dw), dropped(5, db));
  }

  private static Halo add(Halo a, Halo b) {
    return new Halo(
        a.top() + b.top(), a.left() + b.left(), a.bottom() + b.bottom(), a.right() + b.right());
  }

  private static float[] pack(float[] nchw, int first, int count, LaneLayout layout) {
    float[] group = new float[AT + layout.size()];
    Arrays.fill(group, 0, AT, Poison.VALUE);
    LaneGroups.pack(nchw, first, count, group, AT, layout);
    return group;
  }

  private static float[] behind(int at, float[] values) {
    float[] shifted = Poison.floats(at + values.length);
    System.arraycopy(values, 0, shifted, at, values.length);
    return shifted;
  }

  private static float[] dropped(int at, float[] shifted) {
    Poison.assertUntouched(shifted, 0, at);
    return Arrays.copyOfRange(shifted, at, shifted.length);
  }

  private static void assertLanesZero(float[] group, LaneLayout layout, int images) {
    for (int c = 0; c < layout.shape().channels(); c++) {
      for (int pixel : layout.pixelOffsets()) {
        for (int l = images; l < Lanes.WIDTH; l++) {
          assertEquals(0f, group[AT + c * layout.planeStride() + pixel + l], "an unused lane");
        }
      }
    }
  }
}
