package dev.lanewise.peers.engine;

import dev.lanewise.bench.compare.Net;
import dev.lanewise.core.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.train.ResourceApplyAdam;
import org.tensorflow.types.TFloat32;

/** A network as a graph, with images in variables. */
final class TensorFlowNet {

  /** Batches of different images, taken in turn. */
  private static final int BATCHES = 2;

  private final Net net;
  private final int batch;
  private final Graph graph;
  private final Ops tf;
  private final List<Op> initialisers = new ArrayList<>();
  private final List<VarHandleOp> variables = new ArrayList<>();
  private final List<org.tensorflow.ndarray.Shape> sizes = new ArrayList<>();
  private final List<float[]> values = new ArrayList<>();
  private final List<Boolean> learned = new ArrayList<>();
  private int names;

  /**
   * What a session runs.
   *
   * @param initialisers once, in order
   * @param updates a step with each of the batches
   * @param loss the first batch's loss
   */
  record Training(List<Op> initialisers, List<Op> updates, Operand<TFloat32> loss) {}

  /**
   * What a session runs.
   *
   * @param initialisers once, in order
   * @param probabilities of each of the batches
   */
  record Prediction(List<Op> initialisers, List<Operand<TFloat32>> probabilities) {}

  TensorFlowNet(Net net, int batch, Graph graph) {
    this.net = net;
    this.batch = batch;
    this.graph = graph;
    tf = Ops.create(graph);
    for (Initial.Values initial : Initial.of(net)) {
      values.add(PixelByPixel.values(initial));
      sizes.add(org.tensorflow.ndarray.Shape.of(PixelByPixel.sizes(initial)));
      learned.add(initial.isLearned());
    }
  }

  /** A graph that trains. */
  Training training(double rate) {
    for (int i = 0; i < values.size(); i++) {
      variables.add(variable(values.get(i), sizes.get(i)));
    }
    Map<VarHandleOp, List<VarHandleOp>> slots = new HashMap<>();
    List<VarHandleOp> statistics = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (!learned.get(i)) {
        statistics.add(variables.get(i));
        continue;
      }
      List<VarHandleOp> own = new ArrayList<>();
      int count = net.rule() == Net.Rule.ADAM ? 2 : 1;
      for (int s = 0; s < count; s++) {
        own.add(variable(new float[values.get(i).length], sizes.get(i)));
      }
      slots.put(variables.get(i), own);
    }
    List<VarHandleOp> parameters = variables.stream().filter(slots::containsKey).toList();
    List<Op> updates = new ArrayList<>();
    Operand<TFloat32> firstLoss = null;
    for (int b = 0; b < BATCHES; b++) {
      List<Operand<TFloat32>> read = new ArrayList<>();
      List<Output<?>> wanted = new ArrayList<>();
      for (VarHandleOp variable : variables) {
        Operand<TFloat32> tensor = tf.readVariableOp(variable, TFloat32.class);
        read.add(tensor);
        if (slots.containsKey(variable)) {
          wanted.add(tensor.asOutput());
        }
      }
      TensorFlowForward pass =
          new TensorFlowForward(tf, batch, Initial.inOrder(read), Initial.inOrder(statistics));
      Operand<TFloat32> logits = pass.run(net.parts(), images(b), net.input());
      Operand<TFloat32> labels = tf.constant(oneHot(RandomData.labels(net, batch, 200 + b)));
      Operand<TFloat32> loss =
          tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, labels).loss(), tf.constant(0));
      Output<?>[] gradients = graph.addGradients(loss.asOutput(), wanted.toArray(Output<?>[]::new));
      List<Op> changes = new ArrayList<>(pass.changes());
      for (int i = 0; i < gradients.length; i++) {
        VarHandleOp parameter = parameters.get(i);
        List<VarHandleOp> own = slots.getOrDefault(parameter, List.of());
        changes.add(update(parameter, own, gradient(gradients[i]), rate));
      }
      updates.add(tf.withControlDependencies(changes).noOp());
      firstLoss = firstLoss == null ? loss : firstLoss;
    }
    if (firstLoss == null) {
      throw new IllegalStateException("There must be a batch.");
    }
    return new Training(initialisers, updates, firstLoss);
  }

  private float[][] oneHot(int[] labels) {
    float[][] rows = new float[labels.length][net.classes()];
    for (int i = 0; i < labels.length; i++) {
      rows[i][labels[i]] = 1;
    }
    return rows;
  }

  @SuppressWarnings("unchecked")
  private static Operand<TFloat32> gradient(Output<?> output) {
    return (Operand<TFloat32>) (Operand<?>) output;
  }

  private Op update(
      VarHandleOp variable, List<VarHandleOp> slots, Operand<TFloat32> gradient, double rate) {
    Operand<TFloat32> step = tf.constant((float) rate);
    if (net.rule() == Net.Rule.MOMENTUM) {
      return tf.train.resourceApplyMomentum(
          variable, slots.getFirst(), step, gradient, tf.constant(0.9f));
    }
    // The powers of beta stay what they are at the first step: a multiplication each is not missed.
    return tf.train.resourceApplyAdam(
        variable,
        slots.get(0),
        slots.get(1),
        tf.constant(0.9f),
        tf.constant(0.999f),
        step,
        tf.constant(0.9f),
        tf.constant(0.999f),
        tf.constant(1e-7f),
        gradient,
        ResourceApplyAdam.useLocking(false));
  }

  /** A graph that predicts; its weights are constants, as in a frozen model. */
  Prediction prediction() {
    List<Operand<TFloat32>> constants = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      constants.add(tf.constant(sizes.get(i), DataBuffers.of(values.get(i))));
    }
    List<Operand<TFloat32>> probabilities = new ArrayList<>();
    for (int b = 0; b < BATCHES; b++) {
      TensorFlowForward pass = new TensorFlowForward(tf, batch, Initial.inOrder(constants));
      probabilities.add(tf.nn.softmax(pass.run(net.parts(), images(b), net.input())));
    }
    return new Prediction(initialisers, probabilities);
  }

  private Operand<TFloat32> images(int index) {
    Shape in = net.input();
    org.tensorflow.ndarray.Shape size =
        org.tensorflow.ndarray.Shape.of(batch, in.height(), in.width(), in.channels());
    float[] pixels = PixelByPixel.images(RandomData.values(batch * in.elements(), 100 + index), in);
    return tf.readVariableOp(variable(pixels, size), TFloat32.class);
  }

  private VarHandleOp variable(float[] initial, org.tensorflow.ndarray.Shape size) {
    VarHandleOp variable =
        tf.varHandleOp(TFloat32.class, size, VarHandleOp.sharedName("variable" + names++));
    initialisers.add(tf.assignVariableOp(variable, tf.constant(size, DataBuffers.of(initial))));
    return variable;
  }
}
