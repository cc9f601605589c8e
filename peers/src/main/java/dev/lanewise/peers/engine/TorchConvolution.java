package dev.lanewise.peers.engine;

import dev.lanewise.bench.ConvPass;
import dev.lanewise.bench.ConvShape;
import dev.lanewise.bench.compare.Workload;
import dev.lanewise.core.tensor.Shape;
import java.util.Random;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** One pass of a convolution by libtorch, which leaves it to oneDNN. */
final class TorchConvolution implements Work {

  private static final int SPOTS = 40;

  private static final long[] ONE = {1, 1};
  private static final long[] ZERO = {0, 0};

  private final ConvShape shape;
  private final ConvPass pass;
  private final long[] stride;
  private final long[] padding;
  private final Tensor x;
  private final Tensor w;
  private final Tensor dy;
  private final BoolPointer wanted;
  private final TensorOptional noBias = new TensorOptional();
  private final InferenceMode mode = new InferenceMode(true);
  private final float[] images;
  private final float[] weights;
  private final float[] gradients;

  TorchConvolution(Workload.Convolve work, TorchEngine.Layout layout, boolean check) {
    shape = work.shape();
    pass = work.pass();
    stride = new long[] {shape.stride(), shape.stride()};
    padding = new long[] {shape.padding(), shape.padding()};
    Shape in = shape.input();
    Shape out = shape.geometry().output();
    int kernel = shape.kernel();
    images = RandomData.values(shape.batch() * in.elements(), 1);
    weights = RandomData.values(shape.geometry().weights(), 2);
    gradients = RandomData.values(shape.batch() * out.elements(), 3);
    x =
        TorchNet.tensor(images, shape.batch(), in.channels(), in.height(), in.width())
            .contiguous(layout.format());
    w =
        TorchNet.tensor(weights, shape.outChannels(), shape.groupInputs(), kernel, kernel)
            .contiguous(layout.format());
    dy =
        TorchNet.tensor(gradients, shape.batch(), out.channels(), out.height(), out.width())
            .contiguous(layout.format());
    wanted = new BoolPointer(3);
    wanted.put(0, pass == ConvPass.BACKWARD_DATA);
    wanted.put(1, pass == ConvPass.BACKWARD_WEIGHTS);
    wanted.put(2, false);
    if (check) {
      verify();
    }
  }

  @Override
  public void step() {
    try (PointerScope _ = new PointerScope()) {
      run();
    }
  }

  private Tensor run() {
    if (pass == ConvPass.FORWARD) {
      return torch.conv2d(x, w, noBias, stride, padding, ONE, shape.groups());
    }
    var all =
        torch.convolution_backward(
            dy, x, w, (long[]) null, stride, padding, ONE, false, ZERO, shape.groups(), wanted);
    return pass == ConvPass.BACKWARD_DATA ? all.get0() : all.get1();
  }

  private void verify() {
    try (PointerScope _ = new PointerScope()) {
      Tensor result = run().contiguous();
      float[] values = new float[(int) result.numel()];
      result.data_ptr_float().get(values);
      NaiveConvolution naive = new NaiveConvolution(shape, pass, images, weights, gradients);
      Random random = new Random(7);
      for (int i = 0; i < SPOTS; i++) {
        int at = random.nextInt(values.length);
        naive.check(at, values[at]);
      }
    }
  }

  @Override
  public void close() {
    mode.close();
  }
}
