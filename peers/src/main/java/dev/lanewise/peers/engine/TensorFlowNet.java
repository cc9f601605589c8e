package dev.lanewise.peers.engine;

import dev.lanewise.bench.compare.Net;
import dev.lanewise.bench.compare.Part;
import dev.lanewise.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
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

  private static final List<Long> STRIDES = List.of(1L, 1L, 1L, 1L);

  private final Net net;
  private final int batch;
  private final Graph graph;
  private final Ops tf;
  private final List<Op> initialisers = new ArrayList<>();
  private final List<VarHandleOp> variables = new ArrayList<>();
  private final List<org.tensorflow.ndarray.Shape> sizes = new ArrayList<>();
  private final List<float[]> values = new ArrayList<>();
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
    List<Shape> shapes = net.shapes();
    for (int i = 0; i < net.parts().size(); i++) {
      Shape in = shapes.get(i);
      switch (net.parts().get(i)) {
        case Part.Conv conv -> {
          weight(conv.kernel(), conv.kernel(), in.channels(), conv.channels());
          if (conv.bias()) {
            parameter(new float[conv.channels()], conv.channels());
          }
        }
        case Part.Dense dense -> {
          weight(in.elements(), dense.outputs());
          parameter(new float[dense.outputs()], dense.outputs());
        }
        case Part.Relu _, Part.MaxPool _, Part.Dropout _, Part.Flatten _ -> {}
      }
    }
  }

  /** Values that training changes. */
  long parameters() {
    return values.stream().mapToLong(array -> array.length).sum();
  }

  /** A graph that trains. */
  Training training(double rate) {
    for (int i = 0; i < values.size(); i++) {
      variables.add(variable(values.get(i), sizes.get(i)));
    }
    List<List<VarHandleOp>> slots = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      List<VarHandleOp> own = new ArrayList<>();
      int count = net.rule() == Net.Rule.ADAM ? 2 : 1;
      for (int s = 0; s < count; s++) {
        own.add(variable(new float[values.get(i).length], sizes.get(i)));
      }
      slots.add(own);
    }
    List<Op> updates = new ArrayList<>();
    Operand<TFloat32> firstLoss = null;
    for (int b = 0; b < BATCHES; b++) {
      List<Operand<TFloat32>> read = new ArrayList<>();
      for (VarHandleOp variable : variables) {
        read.add(tf.readVariableOp(variable, TFloat32.class));
      }
      Operand<TFloat32> logits = forward(images(b), read, true);
      Operand<TFloat32> labels = tf.constant(oneHot(RandomData.labels(net, batch, 200 + b)));
      Operand<TFloat32> loss =
          tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, labels).loss(), tf.constant(0));
      Output<?>[] wanted =
          read.stream().<Output<?>>map(Operand::asOutput).toArray(Output<?>[]::new);
      Output<?>[] gradients = graph.addGradients(loss.asOutput(), wanted);
      List<Op> changes = new ArrayList<>();
      for (int i = 0; i < gradients.length; i++) {
        changes.add(update(variables.get(i), slots.get(i), gradient(gradients[i]), rate));
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
      probabilities.add(tf.nn.softmax(forward(images(b), constants, false)));
    }
    return new Prediction(initialisers, probabilities);
  }

  private Operand<TFloat32> images(int index) {
    Shape in = net.input();
    org.tensorflow.ndarray.Shape size =
        org.tensorflow.ndarray.Shape.of(batch, in.height(), in.width(), in.channels());
    float[] pixels = RandomData.values(batch * in.elements(), 100 + index);
    return tf.readVariableOp(variable(pixels, size), TFloat32.class);
  }

  private Operand<TFloat32> forward(
      Operand<TFloat32> input, List<Operand<TFloat32>> weights, boolean training) {
    Operand<TFloat32> x = input;
    int at = 0;
    for (int i = 0; i < net.parts().size(); i++) {
      switch (net.parts().get(i)) {
        case Part.Conv conv -> {
          x = tf.nn.conv2d(x, weights.get(at++), STRIDES, padding(conv));
          if (conv.bias()) {
            x = tf.nn.biasAdd(x, weights.get(at++));
          }
        }
        case Part.Dense _ -> {
          x = tf.linalg.matMul(x, weights.get(at++));
          x = tf.nn.biasAdd(x, weights.get(at++));
        }
        case Part.Relu _ -> x = tf.nn.relu(x);
        case Part.MaxPool pool -> {
          int[] window = {1, pool.size(), pool.size(), 1};
          x = tf.nn.maxPool(x, tf.constant(window), tf.constant(window), "VALID");
        }
        case Part.Flatten _ -> {
          int length = net.shapes().get(i).elements();
          x = tf.reshape(x, tf.constant(new int[] {batch, length}));
        }
        case Part.Dropout dropout -> x = training ? dropped(x, dropout.rate(), i) : x;
      }
    }
    return x;
  }

  private static String padding(Part.Conv conv) {
    if (conv.padding() == 0) {
      return "VALID";
    }
    if (2 * conv.padding() == conv.kernel() - 1) {
      return "SAME";
    }
    throw new IllegalArgumentException(
        "TensorFlow's padding is none or half the kernel. Received: " + conv);
  }

  private Operand<TFloat32> dropped(Operand<TFloat32> x, double rate, int part) {
    int length = net.shapes().get(part).elements();
    Operand<TFloat32> random =
        tf.random.randomUniform(tf.constant(new int[] {batch, length}), TFloat32.class);
    Operand<TFloat32> kept =
        tf.dtypes.cast(tf.math.greaterEqual(random, tf.constant((float) rate)), TFloat32.class);
    return tf.math.mul(tf.math.mul(x, tf.constant((float) (1 / (1 - rate)))), kept);
  }

  private void weight(long... size) {
    int outputs = (int) size[size.length - 1];
    int length = 1;
    for (long s : size) {
      length *= (int) s;
    }
    parameter(RandomData.weights(length, length / outputs, 300 + values.size()), size);
  }

  private void parameter(float[] initial, long... size) {
    values.add(initial);
    sizes.add(org.tensorflow.ndarray.Shape.of(size));
  }

  private VarHandleOp variable(float[] initial, org.tensorflow.ndarray.Shape size) {
    VarHandleOp variable =
        tf.varHandleOp(TFloat32.class, size, VarHandleOp.sharedName("variable" + names++));
    initialisers.add(tf.assignVariableOp(variable, tf.constant(size, DataBuffers.of(initial))));
    return variable;
  }
}
