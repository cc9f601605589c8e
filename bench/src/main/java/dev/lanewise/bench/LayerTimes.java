package dev.lanewise.bench;

import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.Result;
import dev.lanewise.layers.loss.Targets;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.plan.BoundNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the time of a training step goes: a clock is read between the layers while one thread takes
 * one lane group forward, through the loss and backward, as a worker does in a step. What a step
 * does besides, such as loading images, packing and updating parameters, is left out.
 */
final class LayerTimes {

  private static final long SEED = 1;

  private final ModelSpec spec;
  private final Network network;
  private final BoundNetwork bound;
  private final GroupPass pass;
  private final Loss loss;
  private final Targets targets;
  private final Result result;
  private final Result gradient;
  private final float[] input;
  private final float[] gradients;
  private final int images;

  /** Nanoseconds since {@link #clear}: of each layer, then of the loss. */
  private final long[] forward;

  private final long[] backward;

  LayerTimes(ModelSpec spec, int images, Simd simd) {
    this.spec = spec;
    this.images = images;
    network = spec.network(SEED);
    bound = new BoundNetwork(network, true, simd);
    pass = bound.newPass();
    loss = spec.loss();
    int elements = network.output().elements();
    targets = new Targets(elements);
    result = place(bound.output().at(), bound.output().lanes(), elements);
    gradient = place(bound.outputGradient().at(), bound.outputGradient().lanes(), elements);
    gradients = new float[network.parameters().values().length];
    forward = new long[bound.layers() + 1];
    backward = new long[bound.layers() + 1];
    input = new float[bound.input().lanes().size()];
    Samples samples = new RandomImages(network.input(), elements, images);
    targets.beginClasses(images);
    for (int lane = 0; lane < images; lane++) {
      samples.copyTo(lane, input, 0, bound.input().lanes(), lane);
      targets.label(lane, samples.label(lane));
      pass.sampleKey(lane, lane);
    }
    for (int i = 0; i < bound.layers(); i++) {
      bound.prepare(i);
    }
  }

  private Result place(int at, LaneLayout layout, int elements) {
    return new Result(pass.memory(), at + layout.origin(), layout.planeStride(), elements);
  }

  /**
   * Measures the layers of a model.
   *
   * @param spec the model, whose last layer gives a flat result
   * @param batch images a step, of which a lane group takes sixteen at most
   * @param peak FMA peak of one thread
   * @param simd kernels
   * @param effort how long
   * @throws IllegalStateException if the gradients are wrong
   */
  static List<BenchReport.Layer> measure(
      ModelSpec spec, int batch, BenchReport.Peak peak, Simd simd, Effort effort) {
    int images = Math.min(batch, Lanes.WIDTH);
    LayerTimes times = new LayerTimes(spec, images, simd);
    Measurement.warmUp(times::run, effort);
    double perRun = Measurement.secondsPerCall(times::run, effort.seconds() / effort.rounds());
    int runs = (int) Math.clamp(effort.seconds() / effort.rounds() / perRun, 1, 1 << 20);
    int rows = times.forward.length;
    double[][] forward = new double[rows][effort.rounds()];
    double[][] backward = new double[rows][effort.rounds()];
    for (int round = 0; round < effort.rounds(); round++) {
      times.clear();
      for (int i = 0; i < runs; i++) {
        times.run();
      }
      for (int row = 0; row < rows; row++) {
        forward[row][round] = times.forward[row] / 1e9 / runs;
        backward[row][round] = times.backward[row] / 1e9 / runs;
      }
    }
    times.verify();
    return times.report(forward, backward, peak);
  }

  private void clear() {
    Arrays.fill(forward, 0);
    Arrays.fill(backward, 0);
    Arrays.fill(gradients, 0f);
  }

  /** Takes the group forward and backward; gradients are added to those before. */
  void run() {
    int layers = bound.layers();
    System.arraycopy(input, 0, pass.memory(), bound.input().at(), input.length);
    pass.begin(images, network.parameters().values(), gradients);
    long before = System.nanoTime();
    for (int i = 0; i < layers; i++) {
      bound.forward(i, pass);
      long now = System.nanoTime();
      forward[i] += now - before;
      before = now;
    }
    loss.compute(result, targets, gradient, 1 / loss.normaliser(images, result.elements()));
    long now = System.nanoTime();
    forward[layers] += now - before;
    before = now;
    for (int i = layers - 1; i >= 0; i--) {
      bound.backward(i, pass);
      now = System.nanoTime();
      backward[i] += now - before;
      before = now;
    }
  }

  /** Compares the gradients of one run with the scalar kernels', bit by bit. */
  void verify() {
    clear();
    run();
    check();
  }

  /** Compares the gradients that are there. */
  void check() {
    LayerTimes plain = new LayerTimes(spec, images, Simd.of(SimdWidth.SCALAR));
    plain.run();
    int difference = Arrays.mismatch(plain.gradients, gradients);
    if (difference >= 0) {
      throw new IllegalStateException(
          "A pass must give the scalar kernels' bits. Expected for %s, gradient %s: %s. Received: %s"
              .formatted(
                  spec.name(), difference, plain.gradients[difference], gradients[difference]));
    }
  }

  private List<BenchReport.Layer> report(
      double[][] forward, double[][] backward, BenchReport.Peak peak) {
    int layers = bound.layers();
    double total = 0;
    for (int row = 0; row <= layers; row++) {
      total += Spread.of(forward[row]).median() + Spread.of(backward[row]).median();
    }
    List<BenchReport.Layer> rows = new ArrayList<>();
    boolean wanted = false;
    for (Network.Node node : network.nodes()) {
      int i = node.index();
      double flops = 2.0 * NetFlops.multiplyAdds(node) * images;
      rows.add(
          BenchReport.Layer.of(
              node.name(),
              node.layer().kind(),
              node.output().toString(),
              Spread.of(forward[i]).median(),
              Spread.of(backward[i]).median(),
              flops,
              wanted ? 2 * flops : flops,
              peak,
              total));
      wanted |= !node.layer().parameters(node.input()).isEmpty();
    }
    rows.add(
        BenchReport.Layer.of(
            "loss",
            loss.name(),
            network.output().toString(),
            Spread.of(forward[layers]).median(),
            0,
            0,
            0,
            peak,
            total));
    return rows;
  }

  /** Gradients; for tests that spoil them. */
  float[] gradients() {
    return gradients;
  }
}
