package dev.lanewise.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.gemm.Gemm;
import dev.lanewise.core.gemm.Matrix;
import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.ConvRun;
import dev.lanewise.testkit.NaiveConv;
import dev.lanewise.testkit.Widths;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConvolutionPropertyTest {

  /** One axis: its size, window and padding. */
  record Axis(int size, Window window, int before, int after) {}

  /** Channels: groups, input and output channels of each. */
  record Channels(int groups, int inputs, int outputs) {}

  /** A convolution, a batch and the seed of their values. */
  record Case(ConvRun run, int images, long seed) {

    ConvGeometry geometry() {
      return run.geometry();
    }

    long key(int stream) {
      return CounterRandom.key(seed, stream);
    }

    float[] values(BiFunction<Long, Integer, float[]> source, int stream, int length) {
      return source.apply(key(stream), length);
    }

    ConvRun.Operands operands(BiFunction<Long, Integer, float[]> source) {
      return new ConvRun.Operands(
          values(source, 1, images * geometry().input().elements()),
          values(source, 2, geometry().weights()),
          values(source, 3, run.biasLength()),
          values(source, 4, images * geometry().output().elements()),
          values(source, 5, geometry().weights()),
          values(source, 6, run.biasLength()));
    }

    ConvRun.Operands integers() {
      return operands((key, length) -> Bits.integers(key, length, 3));
    }
  }

  private static final Arbitrary<Axis> AXES =
      Combinators.combine(
              Arbitraries.integers().between(1, 9),
              Combinators.combine(
                      Arbitraries.integers().between(1, 5),
                      Arbitraries.of(1, 1, 2, 3),
                      Arbitraries.of(1, 1, 2, 3))
                  .as(Window::new),
              Arbitraries.of(0, 1, 1, 2, 3, 6),
              Arbitraries.of(0, 1, 1, 2, 4, 7))
          .as(Axis::new)
          .filter(a -> a.window.outputs(a.size, a.before, a.after) > 0);

  private static final Arbitrary<Channels> CHANNELS =
      Arbitraries.oneOf(
          Combinators.combine(
                  Arbitraries.of(1, 1, 2, 3),
                  Arbitraries.integers().between(1, 5),
                  Arbitraries.integers().between(1, 5))
              .as(Channels::new),
          Combinators.combine(
                  Arbitraries.of(1, 1, 2),
                  Arbitraries.of(1, 3, 7, 8, 9, 13, 15, 16, 17),
                  Arbitraries.of(1, 4, 5, 7, 8, 9, 12, 13, 15, 16, 17))
              .as(Channels::new),
          // Depthwise, with one output a channel or two.
          Combinators.combine(
                  Arbitraries.of(2, 5, 7, 8, 9, 16, 17), Arbitraries.of(1), Arbitraries.of(1, 2))
              .as(Channels::new));

  private static final Arbitrary<Halo> EXTRA =
      Arbitraries.of(
          Halo.NONE, Halo.NONE, new Halo(1, 0, 0, 2), new Halo(0, 3, 1, 0), new Halo(2, 1, 3, 1));

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<ConvGeometry> geometries =
        Combinators.combine(AXES, AXES, CHANNELS)
            .as(
                (rows, columns, channels) ->
                    new ConvGeometry(
                        new Shape(channels.groups * channels.inputs, rows.size, columns.size),
                        channels.groups * channels.outputs,
                        rows.window,
                        columns.window,
                        new Halo(rows.before, columns.before, rows.after, columns.after),
                        channels.groups))
            .filter(g -> g.multiplyAdds() <= 60_000);
    Arbitrary<ConvRun> runs =
        Combinators.combine(
                geometries,
                EXTRA,
                EXTRA,
                EXTRA,
                Arbitraries.of(Bias.class),
                Arbitraries.of(Convolution.Columns.class))
            .as(ConvRun::new);
    return Combinators.combine(
            runs, Arbitraries.of(1, 2, 3, 15, 16, 17), Arbitraries.longs().between(0, 1_000_000))
        .as(Case::new);
  }

  @Property(tries = 200)
  void wholeNumbersAreExact(@ForAll("cases") Case c) {
    ConvRun.Operands operands = c.integers();
    NaiveConv naive = new NaiveConv(c.geometry(), c.images);
    double[] y = naive.forward(operands.x(), operands.w(), operands.b());
    double[] dx = naive.backwardData(operands.dy(), operands.w());
    double[] dw = plus(naive.backwardWeights(operands.x(), operands.dy()), operands.dw());
    double[] db = plus(naive.backwardBias(operands.dy(), c.run.biasLength()), operands.db());
    for (Simd simd : Widths.ALL) {
      ConvRun.Results results = c.run.run(operands, simd);
      Bits.assertExact(y, results.y(), simd.width() + ": y");
      Bits.assertExact(dx, results.dx(), simd.width() + ": dx");
      Bits.assertExact(dw, results.dw(), simd.width() + ": dw");
      Bits.assertExact(db, results.db(), simd.width() + ": db");
    }
  }

  @Property(tries = 100)
  void realNumbersHaveOneSetOfBits(@ForAll("cases") Case c) {
    ConvRun.Operands operands = c.operands(Bits::normal);
    ConvRun.Results first = c.run.run(operands, Widths.ALL.getFirst());
    for (Simd simd : Widths.ALL) {
      for (Convolution.Columns columns : Convolution.Columns.values()) {
        ConvRun other = ConvRun.plain(c.geometry(), c.run.bias(), columns);
        first.assertSame(other.run(operands, simd), simd.width() + " " + columns);
      }
    }
  }

  @Property(tries = 100)
  void allPassesAreOneBilinearForm(@ForAll("cases") Case c) {
    ConvRun run = withoutBias(c.run);
    ConvRun.Operands o = new Case(run, c.images, c.seed).integers();
    ConvRun.Operands fresh =
        new ConvRun.Operands(o.x(), o.w(), o.b(), o.dy(), new float[o.dw().length], o.db());
    ConvRun.Results results = run.run(fresh, Widths.best());
    double form = dot(results.y(), o.dy());
    assertEquals(form, dot(o.x(), results.dx()), "<x, backwardData(dy, w)>");
    assertEquals(form, dot(o.w(), results.dw()), "<w, backwardWeights(x, dy)>");
  }

  @Property(tries = 50)
  void everyPassIsLinearInBothOperands(@ForAll("cases") Case c) {
    ConvRun run = withoutBias(c.run);
    ConvRun.Operands o = new Case(run, c.images, c.seed).integers();
    ConvRun.Operands other = new Case(run, c.images, c.seed + 1).integers();
    float[] none = new float[o.dw().length];
    ConvRun.Results a =
        run.run(new ConvRun.Operands(o.x(), o.w(), o.b(), o.dy(), none, o.db()), Widths.best());
    ConvRun.Results b =
        run.run(new ConvRun.Operands(other.x(), o.w(), o.b(), o.dy(), none, o.db()), Widths.best());
    ConvRun.Results sum =
        run.run(
            new ConvRun.Operands(combined(o.x(), other.x()), o.w(), o.b(), o.dy(), none, o.db()),
            Widths.best());
    Bits.assertIdentical(combined(a.y(), b.y()), sum.y(), "y, linear in x");
    Bits.assertIdentical(combined(a.dw(), b.dw()), sum.dw(), "dw, linear in x");
    b = run.run(new ConvRun.Operands(o.x(), other.w(), o.b(), o.dy(), none, o.db()), Widths.best());
    sum =
        run.run(
            new ConvRun.Operands(o.x(), combined(o.w(), other.w()), o.b(), o.dy(), none, o.db()),
            Widths.best());
    Bits.assertIdentical(combined(a.y(), b.y()), sum.y(), "y, linear in w");
    Bits.assertIdentical(combined(a.dx(), b.dx()), sum.dx(), "dx, linear in w");
  }

  @Property(tries = 50)
  void aKernelWithOneTapShiftsTheImage(@ForAll("cases") Case c) {
    ConvGeometry g = c.geometry();
    ConvRun run = withoutBias(c.run);
    int ky = CounterRandom.below(c.key(7), 0, g.rows().kernel());
    int kx = CounterRandom.below(c.key(7), 1, g.columns().kernel());
    ConvRun.Operands o = new Case(run, c.images, c.seed).operands(Bits::normal);
    // Output channel o passes on channel o % groupChannels of its group.
    float[] w = new float[g.weights()];
    for (int out = 0; out < g.outChannels(); out++) {
      int channel = out % g.groupOutputs() % g.groupChannels();
      w[
              ((out * g.groupChannels() + channel) * g.rows().kernel() + ky) * g.columns().kernel()
                  + kx] =
          1;
    }
    float[] y =
        run.run(new ConvRun.Operands(o.x(), w, o.b(), o.dy(), o.dw(), o.db()), Widths.best()).y();
    float[] expected = new float[y.length];
    Shape in = g.input();
    for (int i = 0; i < y.length; i++) {
      int ox = i % g.output().width();
      int oy = i / g.output().width() % g.output().height();
      int out = i / g.output().pixels() % g.outChannels();
      int n = i / g.output().elements();
      int channel =
          out / g.groupOutputs() * g.groupChannels() + out % g.groupOutputs() % g.groupChannels();
      int row = oy * g.rows().stride() + ky * g.rows().dilation() - g.padding().top();
      int column = ox * g.columns().stride() + kx * g.columns().dilation() - g.padding().left();
      if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
        expected[i] =
            o.x()[((n * in.channels() + channel) * in.height() + row) * in.width() + column];
      }
    }
    Bits.assertIdentical(expected, y, "shifted by (" + ky + ", " + kx + ")");
  }

  @Property(tries = 50)
  void aKernelOfOnePixelIsAMatrixProduct(@ForAll("cases") Case c) {
    Shape in = c.geometry().input();
    int outputs = c.geometry().outChannels();
    Window one = new Window(1, 1, 1);
    ConvGeometry g = new ConvGeometry(in, outputs, one, one, Halo.NONE, 1);
    ConvRun run = ConvRun.plain(g, Bias.NONE, c.run.columns());
    ConvRun.Operands o = new Case(run, 1, c.seed).operands(Bits::normal);
    ConvRun.Results results = run.run(o, Widths.best());
    float[] y = new float[outputs * in.pixels()];
    new Gemm(
            Matrix.of(outputs, in.channels()),
            Matrix.of(in.channels(), in.pixels()),
            Matrix.of(outputs, in.pixels()),
            Widths.best())
        .multiply(o.w(), 0, o.x(), 0, y, 0, Gemm.Mode.OVERWRITE);
    Bits.assertIdentical(y, results.y(), "w x");
    float[] dx = new float[in.elements()];
    new Gemm(
            Matrix.transposed(in.channels(), outputs),
            Matrix.of(outputs, in.pixels()),
            Matrix.of(in.channels(), in.pixels()),
            Widths.best())
        .multiply(o.w(), 0, o.dy(), 0, dx, 0, Gemm.Mode.OVERWRITE);
    Bits.assertIdentical(dx, results.dx(), "w' dy");
  }

  private static ConvRun withoutBias(ConvRun run) {
    return new ConvRun(
        run.geometry(), run.extraX(), run.extraDy(), run.resultHalo(), Bias.NONE, run.columns());
  }

  private static double[] plus(double[] sum, float[] start) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += start[i];
    }
    return sum;
  }

  /** {@code 2 a - 3 b}, without a -0. */
  private static float[] combined(float[] a, float[] b) {
    float[] sum = new float[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (int) (2 * a[i] - 3 * b[i]);
    }
    return sum;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
