package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.Interpolation;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.norm.GroupNorm;
import dev.lanewise.layers.norm.InstanceNorm2d;
import dev.lanewise.layers.norm.LayerNorm;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.pool.AdaptiveAvgPool2d;
import dev.lanewise.layers.pool.AdaptiveMaxPool2d;
import dev.lanewise.layers.pool.GlobalAvgPool2d;
import dev.lanewise.layers.pool.GlobalMaxPool2d;
import dev.lanewise.layers.shape.Cropping2d;
import dev.lanewise.layers.shape.Upsample;
import dev.lanewise.layers.shape.ZeroPad2d;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training through layers that change images' sizes or normalise within them. */
class ImageLayersTrainingTest {

  private static final Shape INPUT = new Shape(2, 9, 7);

  private static Network.Builder first() {
    return Network.builder(INPUT).add(Conv2d.of(6, 3)).add(new Relu());
  }

  /** All of them. */
  private static Network network() {
    return first()
        .add(GroupNorm.of(3))
        .add(ZeroPad2d.of(0, 1))
        .add(Upsample.by(2).withMode(Interpolation.BILINEAR))
        .add(new InstanceNorm2d(1e-3, true))
        .add(Cropping2d.of(1))
        .add(Conv2d.of(5, 3))
        .add(AdaptiveMaxPool2d.of(5))
        .add(LayerNorm.of())
        .add(Upsample.to(4, 3))
        .add(AdaptiveAvgPool2d.of(3))
        .add(new GlobalAvgPool2d())
        .add(Dense.of(4))
        .build(11);
  }

  /** Those that have a form whose lanes are channels, so that batches of 1 take it. */
  private static Network plain(boolean withNorm) {
    Network.Builder builder =
        first().add(ZeroPad2d.of(1)).add(Upsample.by(2)).add(Cropping2d.of(2, 1));
    if (withNorm) {
      builder.add(new GroupNorm(2, 1e-5, false)); // has no such form
    }
    return builder
        .add(AdaptiveAvgPool2d.of(4))
        .add(new GlobalMaxPool2d())
        .add(Dense.of(4))
        .build(3);
  }

  private static float[] train(Network network, int batch, int images, int workers, Simd simd) {
    ArraySamples samples = ArraySamples.random(new Random(7), INPUT, 4, images);
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      new Trainer(
              network,
              new SoftmaxCrossEntropy(),
              Sgd.of(0.05),
              new TrainOptions(2, batch, 5, true, 0),
              executor,
              simd)
          .train(samples, Optional.empty(), new TrainListener() {});
    }
    return network.parameters().values().clone();
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "17, 46", "300, 320"})
  void neitherWorkersNorWidthsMatter(int batch, int images) {
    float[] expected = train(network(), batch, images, 1, Widths.SCALAR);
    for (Simd simd : Widths.ALL) {
      for (int workers = 1; workers <= 3; workers++) {
        Bits.assertSame(
            expected,
            train(network(), batch, images, workers, simd),
            simd.width() + ", " + workers + " workers");
      }
    }
  }

  @Test
  void batchesOfOneHaveOneSetOfBitsWhateverTheForm() {
    for (boolean withNorm : new boolean[] {false, true}) {
      float[] expected = train(plain(withNorm), 1, 7, 1, Widths.SCALAR);
      for (Simd simd : Widths.ALL) {
        for (int workers = 1; workers <= 2; workers++) {
          float[] got = train(plain(withNorm), 1, 7, workers, simd);
          Bits.assertSame(expected, got, simd.width() + ", " + workers + " workers");
        }
      }
    }
  }

  /** The bits themselves: what another machine has to come to. */
  @Test
  void theBitsAreThese() throws NoSuchAlgorithmException {
    float[] values = train(network(), 17, 46, 2, Widths.best());
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    bytes.asFloatBuffer().put(values);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
    assertEquals("9c48dce53ccff05e", HexFormat.of().formatHex(digest, 0, 8));
  }
}
