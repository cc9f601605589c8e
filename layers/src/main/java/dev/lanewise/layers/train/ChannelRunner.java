package dev.lanewise.layers.train;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Place;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.Result;
import dev.lanewise.layers.loss.Targets;
import dev.lanewise.layers.plan.BoundNetwork;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs batches of one image through a network whose lanes are channels, all on the calling thread:
 * no worker is woken, and nothing is computed for images that are not there. The bits are those of
 * {@link BatchRunner} with direct convolutions.
 */
final class ChannelRunner implements StepRunner {

  private final BoundNetwork bound;
  private final Loss loss;
  private final BatchExecutor executor;
  private final GroupPass pass;
  private final int[] output;
  private final int[] outputGradient;
  private final Targets targets;
  private final SampleLoader loader;

  /** Results in lane 0 of a lane group, where losses look for them; and their gradients. */
  private final Result result;

  private final Result gradient;
  private final float[] imageScratch;
  private final float[][] gradients;
  private final Job job = this::runImage;
  private @Nullable Samples samples;
  private int index;
  private long key;
  private float @Nullable [] outputs;
  private double lossValue;
  private double shares;
  private boolean correct;
  private boolean counted;

  /**
   * Allocates everything.
   *
   * @param bound the network, bound for training, whose output is flat
   * @param loss the loss
   * @param executor whose caller's thread does the work
   */
  ChannelRunner(BoundNetwork bound, Loss loss, BatchExecutor executor) {
    this.bound = bound;
    this.loss = loss;
    this.executor = executor;
    pass = bound.newPass();
    output = bound.output().indices();
    outputGradient = bound.outputGradient().indices();
    int elements = elements();
    targets = new Targets(elements);
    loader = new SampleLoader(true, targets, loss);
    result = new Result(new float[elements * Lanes.WIDTH], 0, Lanes.WIDTH, elements);
    gradient = new Result(new float[elements * Lanes.WIDTH], 0, Lanes.WIDTH, elements);
    imageScratch = new float[bound.network().input().elements() * Lanes.WIDTH];
    gradients = new float[1][bound.network().parameters().values().length];
  }

  @Override
  public void prepare() {
    bound.prepare();
  }

  @Override
  public void run(
      Samples newSamples,
      int[] order,
      int first,
      int images,
      double newShares,
      long batchKey,
      float @Nullable [] newOutputs) {
    if (images != 1) {
      throw new IllegalArgumentException(
          "A batch whose lanes are channels must have 1 image. Received: " + images);
    }
    samples = newSamples;
    index = order[first];
    shares = newShares;
    key = batchKey;
    outputs = newOutputs;
    repeat();
  }

  @Override
  public void repeat() {
    // One item: the executor checks that it is free and that nobody asked to stop.
    executor.run(job, 1);
  }

  private void runImage(int item, int worker) {
    load();
    bound.forward(pass);
    evaluate();
    bound.backward(pass);
  }

  private void load() {
    Samples source = samples;
    if (source == null) {
      throw new IllegalStateException("A batch must have samples.");
    }
    pass.begin(1, bound.network().parameters().values(), gradients[0]);
    long sampleKey = CounterRandom.key(key, index);
    pass.sampleKey(0, sampleKey);
    loader.begin(source, 1, true);
    loader.read(index, sampleKey, 0);
    loader.copyTo(pass.memory(), bound.input().at(), bound.input().channels(), imageScratch);
  }

  private void evaluate() {
    float[] memory = pass.memory();
    int[] from = output;
    for (int e = 0; e < from.length; e++) {
      result.values()[result.index(e)] = memory[from[e]];
    }
    int best = Answers.largest(result, 0);
    correct = best >= 0 && best == targets.label(0);
    counted = Answers.counts(loss, targets, 0);
    lossValue = loss.compute(result, targets, gradient, Answers.scale(loss, shares, elements()));
    int[] to = outputGradient;
    for (int e = 0; e < to.length; e++) {
      memory[to[e]] = gradient.values()[gradient.index(e)];
    }
    float[] destination = outputs;
    if (destination != null) {
      for (int e = 0; e < from.length; e++) {
        destination[e] = memory[from[e]];
      }
    }
  }

  @Override
  public int elements() {
    return bound.network().output().elements();
  }

  @Override
  public double lossSum() {
    return lossValue;
  }

  @Override
  public double loss() {
    return lossValue / loss.normaliser(shares, elements());
  }

  @Override
  public int correct() {
    return correct ? 1 : 0;
  }

  @Override
  public boolean counted() {
    return counted;
  }

  @Override
  public float[][] gradients() {
    return gradients;
  }

  @Override
  public void discardGradients() {
    Arrays.fill(gradients[0], 0f);
  }

  @Override
  public int shards() {
    return 1;
  }

  @Override
  public String memoryPlan() {
    return bound.plan().toString();
  }

  @Override
  public String firstNonFiniteLayer() {
    load();
    for (int i = 0; i < bound.layers(); i++) {
      bound.forward(i, pass);
      if (!isFinite(bound.outputOf(i))) {
        return bound.network().nodes().get(i).name();
      }
    }
    return "the loss";
  }

  @Override
  public int nonFiniteSample() {
    load();
    return isFinite(bound.input()) ? -1 : index;
  }

  private boolean isFinite(Place place) {
    ChannelLayout layout = place.channels();
    Shape shape = layout.shape();
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          if (!Float.isFinite(pass.memory()[place.at() + layout.offset(c, y, x)])) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
