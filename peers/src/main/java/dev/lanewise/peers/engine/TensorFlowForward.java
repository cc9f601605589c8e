package dev.lanewise.peers.engine;

import dev.lanewise.bench.compare.Part;
import dev.lanewise.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/** The way of images through parts, by TensorFlow's operations. */
final class TensorFlowForward {

  private final Ops tf;
  private final int batch;
  private final Queue<Operand<TFloat32>> tensors;
  private final Queue<VarHandleOp> statistics;
  private final boolean training;
  private final List<Op> changes = new ArrayList<>();

  /**
   * Prepares one pass.
   *
   * @param tf the graph
   * @param batch images
   * @param tensors the network's tensors in order, which the pass takes away
   * @param statistics the variables of the running statistics among them; empty in prediction
   */
  TensorFlowForward(
      Ops tf, int batch, Queue<Operand<TFloat32>> tensors, Queue<VarHandleOp> statistics) {
    this(tf, batch, tensors, statistics, true);
  }

  /** Prepares a prediction. */
  TensorFlowForward(Ops tf, int batch, Queue<Operand<TFloat32>> tensors) {
    this(tf, batch, tensors, Initial.inOrder(List.of()), false);
  }

  private TensorFlowForward(
      Ops tf,
      int batch,
      Queue<Operand<TFloat32>> tensors,
      Queue<VarHandleOp> statistics,
      boolean training) {
    this.tf = tf;
    this.batch = batch;
    this.tensors = tensors;
    this.statistics = statistics;
    this.training = training;
  }

  /** Changes of the running statistics, of the passes that have been added. */
  List<Op> changes() {
    return changes;
  }

  /** What parts make of a value of some shape. */
  Operand<TFloat32> run(List<Part> parts, Operand<TFloat32> input, Shape shape) {
    Operand<TFloat32> x = input;
    Shape in = shape;
    for (Part part : parts) {
      x =
          switch (part) {
            case Part.Conv conv -> {
              Operand<TFloat32> y =
                  tf.nn.conv2d(
                      padded(x, conv.kernel(), conv.stride(), conv.padding()),
                      tensors.remove(),
                      strides(conv.stride()),
                      padding(conv.kernel(), conv.stride(), conv.padding()));
              yield conv.bias() ? tf.nn.biasAdd(y, tensors.remove()) : y;
            }
            case Part.DepthwiseConv conv -> {
              int pad = conv.kernel() / 2;
              yield tf.nn.depthwiseConv2dNative(
                  padded(x, conv.kernel(), conv.stride(), pad),
                  tensors.remove(),
                  strides(conv.stride()),
                  padding(conv.kernel(), conv.stride(), pad));
            }
            case Part.BatchNorm _ -> normalised(x);
            case Part.Dense _ ->
                tf.nn.biasAdd(tf.linalg.matMul(x, tensors.remove()), tensors.remove());
            case Part.Relu _ -> tf.nn.relu(x);
            case Part.Relu6 _ -> tf.nn.relu6(x);
            case Part.MaxPool pool -> {
              int[] window = {1, pool.size(), pool.size(), 1};
              yield tf.nn.maxPool(x, tf.constant(window), tf.constant(window), "VALID");
            }
            case Part.GlobalAvgPool _ -> tf.math.mean(x, tf.constant(new int[] {1, 2}));
            case Part.Flatten _ -> tf.reshape(x, tf.constant(new int[] {batch, in.elements()}));
            case Part.Dropout dropout -> training ? dropped(x, dropout.rate(), in.elements()) : x;
            case Part.Residual residual -> {
              Operand<TFloat32> beside = run(residual.shortcut(), x, in);
              yield tf.math.add(run(residual.body(), x, in), beside);
            }
          };
      in = part.output(in);
    }
    return x;
  }

  private static List<Long> strides(long stride) {
    return List.of(1L, stride, stride, 1L);
  }

  /**
   * TensorFlow's own padding puts the odd pixel of a stride at the end, others at the beginning.
   */
  private static boolean isSame(int kernel, int stride, int padding) {
    return stride == 1 && 2 * padding == kernel - 1;
  }

  private static String padding(int kernel, int stride, int padding) {
    return isSame(kernel, stride, padding) ? "SAME" : "VALID";
  }

  private Operand<TFloat32> padded(Operand<TFloat32> x, int kernel, int stride, int padding) {
    if (padding == 0 || isSame(kernel, stride, padding)) {
      return x;
    }
    int[][] zeros = {{0, 0}, {padding, padding}, {padding, padding}, {0, 0}};
    return tf.pad(x, tf.constant(zeros), tf.constant(0f));
  }

  private Operand<TFloat32> normalised(Operand<TFloat32> x) {
    Operand<TFloat32> scale = tensors.remove();
    Operand<TFloat32> offset = tensors.remove();
    Operand<TFloat32> mean = tensors.remove();
    Operand<TFloat32> variance = tensors.remove();
    FusedBatchNorm.Options eps = FusedBatchNorm.epsilon((float) Part.BatchNorm.EPS);
    FusedBatchNorm.Options isTraining = FusedBatchNorm.isTraining(training);
    if (!training) {
      return tf.nn.fusedBatchNorm(x, scale, offset, mean, variance, eps, isTraining).y();
    }
    FusedBatchNorm<TFloat32, TFloat32> norm =
        tf.nn.fusedBatchNorm(
            x,
            scale,
            offset,
            mean,
            variance,
            eps,
            isTraining,
            FusedBatchNorm.exponentialAvgFactor((float) Part.BatchNorm.MOMENTUM));
    changes.add(tf.assignVariableOp(statistics.remove(), norm.batchMean()));
    changes.add(tf.assignVariableOp(statistics.remove(), norm.batchVariance()));
    return norm.y();
  }

  private Operand<TFloat32> dropped(Operand<TFloat32> x, double rate, int length) {
    Operand<TFloat32> random =
        tf.random.randomUniform(tf.constant(new int[] {batch, length}), TFloat32.class);
    Operand<TFloat32> kept =
        tf.dtypes.cast(tf.math.greaterEqual(random, tf.constant((float) rate)), TFloat32.class);
    return tf.math.mul(tf.math.mul(x, tf.constant((float) (1 / (1 - rate)))), kept);
  }
}
