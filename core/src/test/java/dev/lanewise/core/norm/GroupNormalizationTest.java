package dev.lanewise.core.norm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.norm.NormGeometry.Affine;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupNormalizationTest {

  static List<Simd> widths() {
    return Widths.ALL;
  }

  private static GroupNormalization.Layouts layouts(Shape shape) {
    return new GroupNormalization.Layouts(
        new LaneLayout(shape, new Halo(1, 0, 2, 1)),
        LaneLayout.dense(shape),
        new LaneLayout(shape, new Halo(0, 2, 0, 0)),
        new LaneLayout(shape, new Halo(1, 1, 1, 1)));
  }

  private static float[] ofNone(Golden golden, String tensor) {
    return golden.has(tensor) ? golden.floats(tensor) : new float[0];
  }

  private static void check(Golden golden, Simd simd, NormGeometry geometry) {
    NormRun run =
        new NormRun(
            simd,
            geometry,
            layouts(geometry.shape()),
            golden.floats("x"),
            ofNone(golden, "gamma"),
            ofNone(golden, "beta"),
            golden.floats("dy"));
    golden.assertWithinBound("y", run.y);
    golden.assertWithinBound("dx", run.dx);
    if (golden.flag("affine")) {
      golden.assertWithinBound("dgamma", run.dgamma);
      golden.assertWithinBound("dbeta", run.dbeta);
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void goldenGroupNorm(Simd simd) {
    for (Golden golden : Golden.group("norm", "groupnorm", 3)) {
      int[] shape = golden.shape("x");
      check(
          golden,
          simd,
          new NormGeometry(
              new Shape(shape[1], shape[2], shape[3]),
              golden.integer("groups"),
              golden.flag("affine") ? Affine.CHANNEL : Affine.NONE,
              golden.params().get("eps").getAsDouble()));
    }
  }

  /** Leading dimensions of a case that normalises the last ones only are images here. */
  @ParameterizedTest
  @MethodSource("widths")
  void goldenLayerNorm(Simd simd) {
    for (Golden golden : Golden.group("norm", "layernorm", 3)) {
      int dimensions = golden.params().getAsJsonArray("normalized_shape").size();
      Shape shape =
          dimensions == 1
              ? Shape.flat(golden.integer("normalized_shape", 0))
              : new Shape(
                  golden.integer("normalized_shape", 0),
                  golden.integer("normalized_shape", 1),
                  golden.integer("normalized_shape", 2));
      check(
          golden,
          simd,
          new NormGeometry(
              shape,
              1,
              golden.flag("affine") ? Affine.ELEMENT : Affine.NONE,
              golden.params().get("eps").getAsDouble()));
    }
  }

  /** Two values, -1 and 3 about a mean of 1: deviation 2. */
  @ParameterizedTest
  @MethodSource("widths")
  void byHand(Simd simd) {
    Shape shape = new Shape(1, 1, 2);
    NormGeometry geometry = new NormGeometry(shape, 1, Affine.CHANNEL, 1e-30);
    NormRun run =
        new NormRun(
            simd,
            geometry,
            layouts(shape),
            new float[] {-1, 3},
            new float[] {5},
            new float[] {7},
            new float[] {1, 2});
    Bits.assertIdentical(new float[] {2, 12}, run.y, "y");
    Bits.assertIdentical(new float[] {0, 0}, run.dx, "dx");
    Bits.assertIdentical(new float[] {1}, run.dgamma, "dgamma");
    Bits.assertIdentical(new float[] {3}, run.dbeta, "dbeta");
  }

  /** What {@code E[x^2] - mean^2} in floats would make noise of. */
  @ParameterizedTest
  @MethodSource("widths")
  void aLargeMeanCostsNothingButItsOwnRounding(Simd simd) {
    Shape shape = new Shape(4, 13, 70);
    NormGeometry geometry = new NormGeometry(shape, 2, Affine.NONE, 1e-5);
    float[] x = new float[shape.elements()];
    double[] expected = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 2 == 0 ? 4096 : 4098;
      expected[i] = (i % 2 == 0 ? -1 : 1) / Math.sqrt(1 + 1e-5);
    }
    NormRun run =
        new NormRun(simd, geometry, layouts(shape), x, new float[0], new float[0], x.clone());
    for (int i = 0; i < x.length; i++) {
      assertEquals(expected[i], run.y[i], 1e-7);
    }
  }

  @Test
  void resultsMayLieOverOperands() {
    Shape shape = new Shape(6, 3, 5);
    LaneLayout layout = new LaneLayout(shape, new Halo(0, 1, 0, 1));
    GroupNormalization normalization =
        new GroupNormalization(
            Widths.best(),
            new NormGeometry(shape, 3, Affine.NONE, 1e-5),
            new GroupNormalization.Layouts(layout, layout, layout, layout));
    float[] x = Bits.normal(1, layout.size());
    float[] dy = Bits.normal(2, layout.size());
    float[] statistics = new float[normalization.statisticsSize()];
    float[] scratch = new float[normalization.scratchSize()];
    float[] none = {};
    float[] y = x.clone();
    float[] over = x.clone();
    normalization.forward(x, 0, none, 0, 0, y, 0, statistics, 0, scratch);
    normalization.forward(over, 0, none, 0, 0, over, 0, statistics, 0, scratch);
    Bits.assertIdentical(y, over, "y");
    float[] dx = dy.clone();
    over = dy.clone();
    normalization.backward(x, 0, dy, 0, statistics, 0, none, none, 0, 0, true, dx, 0, scratch);
    normalization.backward(x, 0, over, 0, statistics, 0, none, none, 0, 0, true, over, 0, scratch);
    Bits.assertIdentical(dx, over, "dx");
    float[] untouched = dy.clone();
    normalization.backward(
        x, 0, dy, 0, statistics, 0, none, none, 0, 0, false, untouched, 0, scratch);
    Bits.assertIdentical(dy, untouched, "no gradient wanted");
  }

  @Test
  void refusesWhatItCantDo() {
    Shape shape = new Shape(6, 2, 2);
    assertMessage(
        "The groups of a normalisation must divide the channels. Expected: a divisor of 6."
            + " Received: 4",
        () -> new NormGeometry(shape, 4, Affine.NONE, 1e-5));
    assertMessage(
        "The groups of a normalisation must divide the channels. Expected: a divisor of 6."
            + " Received: 0",
        () -> new NormGeometry(shape, 0, Affine.NONE, 1e-5));
    assertMessage(
        "A normalisation needs at least 2 values in a group: one alone becomes 0. Received: 6x1x1"
            + " in 6 groups",
        () -> new NormGeometry(Shape.flat(6), 6, Affine.NONE, 1e-5));
    for (double epsilon : new double[] {0, -1, 1.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertMessage(
          "The epsilon of a normalisation must be between 1e-30 and 1. Received: " + epsilon,
          () -> new NormGeometry(shape, 1, Affine.NONE, epsilon));
    }
    LaneLayout right = LaneLayout.dense(shape);
    LaneLayout wrong = LaneLayout.dense(new Shape(6, 2, 1));
    String[] names = {"input", "output", "output's gradient", "input's gradient"};
    for (int i = 0; i < 4; i++) {
      LaneLayout[] all = new LaneLayout[4];
      Arrays.fill(all, right);
      all[i] = wrong;
      assertMessage(
          "The "
              + names[i]
              + "'s layout must have the normalisation's shape. Expected: 6x2x2. Received: 6x2x1",
          () ->
              new GroupNormalization(
                  Widths.SCALAR,
                  new NormGeometry(shape, 2, Affine.NONE, 1e-5),
                  new GroupNormalization.Layouts(all[0], all[1], all[2], all[3])));
    }
  }

  private static void assertMessage(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
