package dev.lanewise.peers.engine;

import dev.lanewise.bench.compare.Net;
import dev.lanewise.bench.compare.Workload;
import dev.lanewise.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A network of libtorch's functions, with images in memory. */
final class TorchNet {

  /** Batches of different images, taken in turn. */
  private static final int BATCHES = 2;

  private final Net net;
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Tensor> parameters = new ArrayList<>();
  private final List<Tensor> images = new ArrayList<>();
  private final List<Tensor> labels = new ArrayList<>();

  private TorchNet(Net net, TorchEngine.Layout layout, int batch) {
    this.net = net;
    for (Initial.Values values : Initial.of(net)) {
      Tensor plain = tensor(values.values(), values.sizes());
      Tensor placed =
          values.kind() == Initial.Kind.CONVOLUTION ? plain.contiguous(layout.format()) : plain;
      if (values.isLearned()) {
        placed.set_requires_grad(true);
        parameters.add(placed);
      }
      tensors.add(placed);
    }
    Shape in = net.input();
    for (int i = 0; i < BATCHES; i++) {
      images.add(
          tensor(
                  RandomData.values(batch * in.elements(), 100 + i),
                  batch,
                  in.channels(),
                  in.height(),
                  in.width())
              .contiguous(layout.format()));
      long[] classes = new long[batch];
      int[] random = RandomData.labels(net, batch, 200 + i);
      for (int n = 0; n < batch; n++) {
        classes[n] = random[n];
      }
      labels.add(torch.tensor(classes));
    }
  }

  /** Training steps. */
  static Work training(Workload.Train work, TorchEngine.Layout layout, boolean check) {
    double[] losses = check ? learns(work, layout) : new double[0];
    TorchNet net = new TorchNet(work.net(), layout, work.batch());
    Optimizer tiny = net.optimizer(Checks.TINY_RATE);
    int[] next = {0};
    return Work.of(() -> net.step(tiny, next[0] ^= 1, false), losses);
  }

  private static double[] learns(Workload.Train work, TorchEngine.Layout layout) {
    TorchNet check = new TorchNet(work.net(), layout, Math.min(work.batch(), Checks.BATCH));
    Optimizer real = check.optimizer(work.net().rule().learningRate());
    return Checks.losses(work.net(), () -> check.step(real, 0, true));
  }

  /** Predictions. */
  static Work prediction(Workload.Predict work, TorchEngine.Layout layout, boolean check) {
    TorchNet net = new TorchNet(work.net(), layout, work.batch());
    InferenceMode mode = new InferenceMode(true);
    double[] evidence =
        check ? Checks.probabilities(work.net(), work.batch(), net.predict(0)) : new double[0];
    int[] next = {0};
    return new Work() {
      @Override
      public double[] evidence() {
        return evidence;
      }

      @Override
      public void step() {
        net.predict(next[0] ^= 1);
      }

      @Override
      public void close() {
        mode.close();
      }
    };
  }

  private double step(Optimizer optimizer, int batch, boolean wantLoss) {
    try (PointerScope _ = new PointerScope()) {
      optimizer.zero_grad();
      Tensor loss = torch.cross_entropy_loss(forward(images.get(batch), true), labels.get(batch));
      loss.backward();
      optimizer.step();
      return wantLoss ? loss.item_float() : 0;
    }
  }

  private float[] predict(int batch) {
    try (PointerScope _ = new PointerScope()) {
      Tensor result = torch.softmax(forward(images.get(batch), false), 1);
      float[] values = new float[(int) result.numel()];
      result.data_ptr_float().get(values);
      return values;
    }
  }

  private Tensor forward(Tensor input, boolean training) {
    return new TorchForward(Initial.inOrder(tensors), training).run(net.parts(), input);
  }

  private Optimizer optimizer(double rate) {
    TensorVector vector = new TensorVector(parameters.toArray(Tensor[]::new));
    return switch (net.rule()) {
      case ADAM -> new Adam(vector, new AdamOptions(rate));
      case MOMENTUM -> {
        SGDOptions options = new SGDOptions(rate);
        options.momentum().put(0.9);
        yield new SGD(vector, options);
      }
    };
  }

  /** A tensor that owns its memory. */
  static Tensor tensor(float[] values, long... sizes) {
    try (FloatPointer pointer = new FloatPointer(values)) {
      return torch.from_blob(pointer, sizes).clone();
    }
  }
}
