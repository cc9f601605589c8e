package dev.lanewise.peers.engine;

import dev.lanewise.bench.compare.Net;
import dev.lanewise.bench.compare.Part;
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
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A network of libtorch's functions, with images in memory. */
final class TorchNet {

  /** Batches of different images, taken in turn. */
  private static final int BATCHES = 2;

  private static final long[] ONE = {1, 1};

  private final Net net;
  private final TorchEngine.Layout layout;
  private final List<Tensor> parameters = new ArrayList<>();
  private final List<TensorOptional> biases = new ArrayList<>();
  private final List<Tensor> images = new ArrayList<>();
  private final List<Tensor> labels = new ArrayList<>();

  private TorchNet(Net net, TorchEngine.Layout layout, int batch) {
    this.net = net;
    this.layout = layout;
    List<Shape> shapes = net.shapes();
    for (int i = 0; i < net.parts().size(); i++) {
      Shape in = shapes.get(i);
      switch (net.parts().get(i)) {
        case Part.Conv conv -> {
          weight(conv.channels(), in.channels(), conv.kernel(), conv.kernel());
          bias(conv.bias() ? conv.channels() : 0);
        }
        case Part.Dense dense -> {
          weight(dense.outputs(), in.elements());
          bias(dense.outputs());
        }
        case Part.Relu _, Part.MaxPool _, Part.Dropout _, Part.Flatten _ -> {}
      }
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
    Checks.parameters(net, parameters.stream().mapToLong(Tensor::numel).sum());
  }

  /** Training steps. */
  static Work training(Workload.Train work, TorchEngine.Layout layout, boolean check) {
    if (check) {
      learns(work, layout);
    }
    TorchNet net = new TorchNet(work.net(), layout, work.batch());
    Optimizer tiny = net.optimizer(Checks.TINY_RATE);
    int[] next = {0};
    return () -> net.step(tiny, next[0] ^= 1, false);
  }

  private static void learns(Workload.Train work, TorchEngine.Layout layout) {
    TorchNet check = new TorchNet(work.net(), layout, Math.min(work.batch(), Checks.BATCH));
    Optimizer real = check.optimizer(work.net().rule().learningRate());
    double first = check.step(real, 0, true);
    double last = first;
    for (int i = 0; i < Checks.STEPS; i++) {
      last = check.step(real, 0, true);
    }
    Checks.losses(work.net(), first, last);
  }

  /** Predictions. */
  static Work prediction(Workload.Predict work, TorchEngine.Layout layout, boolean check) {
    TorchNet net = new TorchNet(work.net(), layout, work.batch());
    InferenceMode mode = new InferenceMode(true);
    if (check) {
      Checks.probabilities(work.net(), work.batch(), net.predict(0));
    }
    int[] next = {0};
    return new Work() {
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
    Tensor x = input;
    int weight = 0;
    int layer = 0;
    for (Part part : net.parts()) {
      switch (part) {
        case Part.Conv conv -> {
          long[] padding = {conv.padding(), conv.padding()};
          x = torch.conv2d(x, parameters.get(weight), biases.get(layer), ONE, padding, ONE, 1);
          weight += conv.bias() ? 2 : 1;
          layer++;
        }
        case Part.Dense _ -> {
          x = torch.linear(x, parameters.get(weight), biases.get(layer));
          weight += 2;
          layer++;
        }
        case Part.Relu _ -> x = torch.relu_(x);
        case Part.MaxPool pool -> x = torch.max_pool2d(x, pool.size(), pool.size());
        case Part.Dropout dropout -> x = torch.dropout(x, dropout.rate(), training);
        case Part.Flatten _ -> x = torch.flatten(x, 1, -1);
      }
    }
    return x;
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

  private void weight(long... sizes) {
    int length = 1;
    for (long size : sizes) {
      length *= (int) size;
    }
    Tensor values =
        tensor(RandomData.weights(length, length / (int) sizes[0], 300 + parameters.size()), sizes);
    Tensor placed = sizes.length == 4 ? values.contiguous(layout.format()) : values;
    placed.set_requires_grad(true);
    parameters.add(placed);
  }

  private void bias(int length) {
    if (length == 0) {
      biases.add(new TensorOptional());
      return;
    }
    Tensor values = tensor(new float[length], length);
    values.set_requires_grad(true);
    parameters.add(values);
    biases.add(new TensorOptional(values));
  }

  /** A tensor that owns its memory. */
  static Tensor tensor(float[] values, long... sizes) {
    try (FloatPointer pointer = new FloatPointer(values)) {
      return torch.from_blob(pointer, sizes).clone();
    }
  }
}
