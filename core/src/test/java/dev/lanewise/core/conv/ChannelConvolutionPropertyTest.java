package dev.lanewise.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.ConvRun;
import dev.lanewise.testkit.NaiveConv;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Channels as lanes against a naive loop in double, and against lane groups, bit by bit. */
class ChannelConvolutionPropertyTest {

  private static final int AT = 7;

  private static ConvGeometry geometry(Random random) {
    while (true) {
      int[] channels = {1, 2, 3, 15, 16, 17, 33};
      Shape input =
          new Shape(channels[random.nextInt(7)], 1 + random.nextInt(9), 1 + random.nextInt(9));
      Window rows = new Window(1 + random.nextInt(5), 1 + random.nextInt(3), 1 + random.nextInt(2));
      Window columns =
          new Window(1 + random.nextInt(5), 1 + random.nextInt(3), 1 + random.nextInt(2));
      boolean depthwise = random.nextInt(3) == 0;
      int[] outputs = {1, 5, 16, 17, 31, 32, 33, 48, 64, 65, 100};
      try {
        return new ConvGeometry(
            input,
            depthwise ? input.channels() : outputs[random.nextInt(11)],
            rows,
            columns,
            halo(random),
            depthwise ? input.channels() : 1);
      } catch (IllegalArgumentException e) {
        // The kernel does not fit: another one.
      }
    }
  }

  private static Halo halo(Random random) {
    return new Halo(random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
  }

  private static float[] place(float[] chw, ChannelLayout layout) {
    float[] image = new float[AT + layout.size()];
    int[] offsets = layout.elementOffsets();
    // Lanes beyond the last channel hold anything.
    if (!layout.planar() && layout.halo().isNone()) {
      Poison.fill(image);
    }
    for (int i = 0; i < offsets.length; i++) {
      image[AT + offsets[i]] = chw[i];
    }
    return image;
  }

  private static float[] read(float[] image, ChannelLayout layout) {
    float[] chw = new float[layout.shape().elements()];
    int[] offsets = layout.elementOffsets();
    for (int i = 0; i < chw.length; i++) {
      chw[i] = image[AT + offsets[i]];
    }
    return chw;
  }

  /** Results may leave anything in lanes beyond the last channel, but nothing around the image. */
  private static void assertHaloUntouched(float[] image, ChannelLayout layout) {
    boolean[] inner = new boolean[image.length];
    for (int block = 0; block < layout.planes(); block++) {
      for (int pixel : layout.lanes().pixelOffsets()) {
        int at = AT + block * layout.planeStride() + pixel;
        Arrays.fill(inner, at, at + Lanes.WIDTH, true);
      }
    }
    for (int i = 0; i < image.length; i++) {
      if (!inner[i]) {
        Poison.assertUntouched(image, i, i + 1);
      }
    }
  }

  private static Bias bias(ConvGeometry geometry, Random random) {
    // Depthwise convolutions have no bias for each position.
    return Bias.values()[random.nextInt(geometry.groups() > 1 ? 2 : 3)];
  }

  private static ConvRun.Results run(
      ConvGeometry geometry,
      Bias bias,
      ConvRun.Operands operands,
      boolean planar,
      Halo resultHalo,
      Simd simd) {
    if (geometry.groups() > 1) {
      return runDepthwise(geometry, bias, operands, resultHalo, simd);
    }
    ChannelLayout x = new ChannelLayout(geometry.input(), geometry.inputHalo(), planar);
    ChannelLayout y = ChannelLayout.blocks(geometry.output(), resultHalo);
    ChannelLayout dy = ChannelLayout.blocks(geometry.output(), geometry.gradientHalo());
    ChannelLayout dx = ChannelLayout.blocks(geometry.input(), resultHalo);
    ChannelConvolution convolution =
        new ChannelConvolution(
            geometry, new ChannelConvolution.Layouts(x, y, dy, dx), bias, true, simd);
    convolution.prepare(operands.w(), 0, operands.b(), 0);
    float[] input = place(operands.x(), x);
    float[] gradient = place(operands.dy(), dy);
    float[] output = Poison.floats(AT + y.size());
    float[] result = Poison.floats(AT + dx.size());
    float[] dw = operands.dw().clone();
    float[] db = operands.db().clone();
    float[] scratch = Poison.floats(convolution.scratchSize());
    convolution.forward(input, AT, output, AT, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    convolution.backwardData(gradient, AT, result, AT);
    convolution.backwardWeights(input, AT, gradient, AT, dw, 0, db, 0, scratch);
    assertHaloUntouched(output, y);
    assertHaloUntouched(result, dx);
    return new ConvRun.Results(read(output, y), read(result, dx), dw, db);
  }

  private static ConvRun.Results runDepthwise(
      ConvGeometry geometry, Bias bias, ConvRun.Operands operands, Halo resultHalo, Simd simd) {
    ChannelLayout x = ChannelLayout.blocks(geometry.input(), geometry.inputHalo());
    ChannelLayout y = ChannelLayout.blocks(geometry.output(), resultHalo);
    ChannelLayout dy = ChannelLayout.blocks(geometry.output(), geometry.gradientHalo());
    ChannelLayout dx = ChannelLayout.blocks(geometry.input(), resultHalo);
    ChannelDepthwise convolution =
        new ChannelDepthwise(
            geometry, new ChannelConvolution.Layouts(x, y, dy, dx), bias, true, simd);
    convolution.prepare(operands.w(), 0, operands.b(), 0);
    float[] input = place(operands.x(), x);
    float[] gradient = place(operands.dy(), dy);
    float[] output = Poison.floats(AT + y.size());
    float[] result = Poison.floats(AT + dx.size());
    float[] dw = operands.dw().clone();
    float[] db = operands.db().clone();
    float[] scratch = Poison.floats(convolution.scratchSize());
    convolution.forward(input, AT, output, AT, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    convolution.backwardData(gradient, AT, result, AT);
    convolution.backwardWeights(input, AT, gradient, AT, dw, 0, db, 0, scratch);
    assertHaloUntouched(output, y);
    assertHaloUntouched(result, dx);
    return new ConvRun.Results(read(output, y), read(result, dx), dw, db);
  }

  @Property(tries = 300)
  void equalsTheNaiveLoopExactlyOnIntegers(@ForAll Random random) {
    ConvGeometry geometry = geometry(random);
    Bias bias = bias(geometry, random);
    int biases = ConvRun.plain(geometry, bias, Convolution.Columns.VIRTUAL).biasLength();
    ConvRun.Operands operands =
        new ConvRun.Operands(
            Bits.integers(random, geometry.input().elements()),
            Bits.integers(random, geometry.weights()),
            Bits.integers(random, biases),
            Bits.integers(random, geometry.output().elements()),
            new float[geometry.weights()],
            new float[biases]);
    NaiveConv naive = new NaiveConv(geometry, 1);
    boolean planar = random.nextBoolean();
    Halo halo = random.nextBoolean() ? Halo.NONE : halo(random);
    for (Simd simd : Widths.ALL) {
      ConvRun.Results got = run(geometry, bias, operands, planar, halo, simd);
      String what = simd.width() + " " + geometry;
      Bits.assertExact(naive.forward(operands.x(), operands.w(), operands.b()), got.y(), what);
      Bits.assertExact(naive.backwardData(operands.dy(), operands.w()), got.dx(), what);
      Bits.assertExact(naive.backwardWeights(operands.x(), operands.dy()), got.dw(), what);
      Bits.assertExact(naive.backwardBias(operands.dy(), biases), got.db(), what);
    }
  }

  @Property(tries = 200)
  void hasTheBitsOfLaneGroups(@ForAll Random random) {
    ConvGeometry geometry = geometry(random);
    Bias bias = bias(geometry, random);
    ConvRun plain = ConvRun.plain(geometry, bias, Convolution.Columns.VIRTUAL);
    ConvRun.Operands operands =
        new ConvRun.Operands(
            Bits.normal(random.nextLong(), geometry.input().elements()),
            Bits.normal(random.nextLong(), geometry.weights()),
            Bits.normal(random.nextLong(), plain.biasLength()),
            Bits.normal(random.nextLong(), geometry.output().elements()),
            Bits.normal(random.nextLong(), geometry.weights()),
            Bits.normal(random.nextLong(), plain.biasLength()));
    ConvRun.Results expected = plain.run(operands, Widths.best());
    for (Simd simd : Widths.ALL) {
      expected.assertSame(
          run(geometry, bias, operands, random.nextBoolean(), Halo.NONE, simd),
          simd.width() + " " + geometry);
    }
  }

  @Example
  void refusesGroups() {
    Shape shape = new Shape(4, 5, 5);
    Window window = new Window(3, 1, 1);
    ConvGeometry geometry = new ConvGeometry(shape, 4, window, window, Halo.NONE, 2);
    ChannelLayout x = ChannelLayout.blocks(shape, Halo.NONE);
    ChannelLayout y = ChannelLayout.blocks(geometry.output(), Halo.NONE);
    assertEquals(
        "A convolution in channel lanes must have 1 group. Received: 2",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new ChannelConvolution(
                        geometry,
                        new ChannelConvolution.Layouts(x, y, y, x),
                        Bias.NONE,
                        false,
                        Widths.SCALAR))
            .getMessage());
  }

  @Example
  void depthwiseIsAGroupForEachChannel() {
    Shape shape = new Shape(4, 5, 5);
    Window window = new Window(3, 1, 1);
    ConvGeometry geometry = new ConvGeometry(shape, 8, window, window, Halo.NONE, 4);
    ChannelLayout x = ChannelLayout.blocks(shape, Halo.NONE);
    ChannelLayout y = ChannelLayout.blocks(geometry.output(), Halo.NONE);
    assertEquals(
        "A depthwise convolution in channel lanes must have as many groups as input and output"
            + " channels, and no bias for each position. Received: 4 groups, 4 and 8 channels, bias"
            + " NONE",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new ChannelDepthwise(
                        geometry,
                        new ChannelConvolution.Layouts(x, y, y, x),
                        Bias.NONE,
                        false,
                        Widths.SCALAR))
            .getMessage());
  }
}
