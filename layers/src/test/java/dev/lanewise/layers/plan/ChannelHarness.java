package dev.lanewise.layers.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Place;
import dev.lanewise.testkit.Poison;
import java.util.Arrays;

/**
 * {@link Harness} for networks whose lanes are channels: one image at a time, everything poisoned
 * before it that is not a halo.
 */
public final class ChannelHarness {

  private final Network network;
  private final BoundNetwork bound;
  private final GroupPass pass;
  private final boolean[] halo;

  public ChannelHarness(Network network, boolean training, Simd simd) {
    this.network = network;
    bound = BoundNetwork.ofOneImage(network, training, simd).orElseThrow();
    pass = bound.newPass();
    halo = new boolean[pass.memory().length];
    mark(bound.input());
    for (int i = 0; i < bound.layers(); i++) {
      mark(bound.outputOf(i));
      if (training) {
        mark(bound.plan().gradient(i + 1));
      }
    }
  }

  private void mark(Place place) {
    ChannelLayout layout = place.channels();
    if (layout.halo().isNone()) {
      return;
    }
    Arrays.fill(halo, place.at(), place.at() + layout.size(), true);
    Shape shape = layout.shape();
    int lanes = layout.pixelStride();
    for (int plane = 0; plane < layout.planes(); plane++) {
      for (int y = 0; y < shape.height(); y++) {
        int from = place.at() + layout.offset(plane * lanes, y, 0);
        Arrays.fill(halo, from, from + shape.width() * lanes, false);
      }
    }
  }

  private void begin(float[] x, int image, float[] gradients, long key) {
    Poison.fill(pass.scratch());
    float[] memory = pass.memory();
    for (int i = 0; i < memory.length; i++) {
      if (!halo[i]) {
        memory[i] = Poison.VALUE;
      }
    }
    pass.begin(1, network.parameters().values(), gradients);
    pass.sampleKey(0, key);
    int[] offsets = bound.input().channels().elementOffsets();
    for (int i = 0; i < offsets.length; i++) {
      memory[bound.input().at() + offsets[i]] = x[image * offsets.length + i];
    }
  }

  private void end(float[] y, int image) {
    int[] index = bound.output().indices();
    for (int i = 0; i < index.length; i++) {
      y[image * index.length + i] = pass.memory()[index[i]];
    }
    assertHalosAreZero();
  }

  private void assertHalosAreZero() {
    for (int i = 0; i < halo.length; i++) {
      if (halo[i] && Float.floatToRawIntBits(pass.memory()[i]) != 0) {
        assertEquals(0f, pass.memory()[i], "halo at " + i + "\n" + bound.plan());
      }
    }
  }

  /** Results of {@code count} images. */
  public float[] predict(float[] x, int count) {
    bound.prepare();
    float[] y = new float[count * network.output().elements()];
    for (int image = 0; image < count; image++) {
      begin(x, image, new float[0], 0);
      bound.forward(pass);
      end(y, image);
    }
    return y;
  }

  /** Forward and backward of one image with a given gradient of the output. */
  public Harness.Passed train(float[] x, float[] dy, long key) {
    bound.prepare();
    float[] y = new float[network.output().elements()];
    float[] gradients = new float[network.parameters().values().length];
    begin(x, 0, gradients, key);
    bound.forward(pass);
    end(y, 0);
    int[] index = bound.outputGradient().indices();
    for (int i = 0; i < index.length; i++) {
      pass.memory()[index[i]] = dy[i];
    }
    bound.backward(pass);
    assertHalosAreZero();
    Place place = bound.plan().gradient(1);
    int[] offsets = place.channels().elementOffsets();
    float[] dx = new float[offsets.length];
    for (int i = 0; i < dx.length; i++) {
      dx[i] = pass.memory()[place.at() + offsets[i]];
    }
    return new Harness.Passed(y, dx, gradients);
  }
}
