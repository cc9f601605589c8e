package dev.lanewise.layers.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.Place;
import dev.lanewise.testkit.Poison;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Runs NCHW arrays through a bound network, group by group in one pass's memory. Before each group
 * everything that is not a halo is poisoned, so that what is read must have been written; after it
 * the halos must still be zero.
 */
public final class Harness {

  /** Makes the output's gradient of one lane group in the pass's memory. */
  public interface Head {
    void gradient(GroupPass pass, int first, int images);
  }

  /**
   * What came out.
   *
   * @param y the network's output, {@code [N]...}
   * @param dx gradient of the second layer's input, if the first layer learns
   * @param gradients of the parameters, laid out like them
   */
  public record Passed(float[] y, float[] dx, float[] gradients) {}

  private final Network network;
  private final BoundNetwork bound;
  private final GroupPass pass;
  private final boolean[] halo;

  public Harness(Network network, boolean training, Simd simd) {
    this(network, training, ConvAlgorithm.AUTO, simd);
  }

  public Harness(Network network, boolean training, ConvAlgorithm algorithm, Simd simd) {
    this.network = network;
    bound = new BoundNetwork(network, training, algorithm, simd);
    pass = bound.newPass();
    halo = halo(network, bound, training);
  }

  /** Marks the floats of a plan that belong to halos. */
  private static boolean[] halo(Network network, BoundNetwork bound, boolean training) {
    boolean[] halo = new boolean[bound.plan().size()];
    for (int i = 0; i <= network.nodes().size(); i++) {
      mark(halo, bound.plan().activation(i));
      if (training) {
        mark(halo, bound.plan().gradient(i));
      }
    }
    return halo;
  }

  private static void mark(boolean[] halo, Place place) {
    LaneLayout layout = place.lanes();
    if (layout.isDense()) {
      return;
    }
    Arrays.fill(halo, place.at(), place.at() + layout.size(), true);
    Shape shape = layout.shape();
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        int from = place.at() + layout.offset(c, y, 0);
        Arrays.fill(halo, from, from + shape.width() * Lanes.WIDTH, false);
      }
    }
  }

  public BoundNetwork bound() {
    return bound;
  }

  public float[] memory() {
    return pass.memory();
  }

  private void poison(GroupPass pass) {
    float[] memory = pass.memory();
    Poison.fill(pass.scratch());
    float[] poison = Poison.floats(1);
    for (int i = 0; i < halo.length; i++) {
      if (!halo[i]) {
        memory[i] = poison[0];
      }
    }
  }

  private void assertHalosAreZero(GroupPass pass) {
    for (int i = 0; i < halo.length; i++) {
      if (halo[i] && Float.floatToRawIntBits(pass.memory()[i]) != 0) {
        assertEquals(0f, pass.memory()[i], "halo at " + i + "\n" + bound.plan());
      }
    }
  }

  private static int images(int count, int group) {
    return Math.min(Lanes.WIDTH, count - group * Lanes.WIDTH);
  }

  private void prepare() {
    for (int i = 0; i < bound.layers(); i++) {
      bound.prepare(i);
    }
  }

  private void begin(
      GroupPass pass, float[] x, int first, int images, float[] gradients, IntToLongFunction keys) {
    poison(pass);
    pass.begin(images, network.parameters().values(), gradients);
    for (int lane = 0; lane < images; lane++) {
      pass.sampleKey(lane, keys.applyAsLong(first + lane));
    }
    LaneGroups.pack(x, first, images, pass.memory(), bound.input().at(), bound.input().lanes());
  }

  /** Results of {@code count} images. */
  public float[] predict(float[] x, int count) {
    prepare();
    float[] y = new float[count * network.output().elements()];
    for (int first = 0; first < count; first += Lanes.WIDTH) {
      int images = Math.min(Lanes.WIDTH, count - first);
      begin(pass, x, first, images, new float[0], i -> 0);
      bound.forward(pass);
      LaneGroups.unpack(
          pass.memory(), bound.output().at(), bound.output().lanes(), y, first, images);
      assertHalosAreZero(pass);
    }
    return y;
  }

  /** Forward and backward with a given gradient of the output. */
  public Passed train(float[] x, int count, float[] dy) {
    return train(
        x,
        count,
        i -> i,
        (p, first, images) ->
            LaneGroups.pack(
                dy,
                first,
                images,
                p.memory(),
                bound.outputGradient().at(),
                bound.outputGradient().lanes()));
  }

  /** Forward and backward of {@code count} images. */
  public Passed train(float[] x, int count, IntToLongFunction keys, Head head) {
    prepare();
    Place dxPlace = bound.plan().gradient(1);
    Shape dxShape = dxPlace.lanes().shape();
    float[] y = new float[count * network.output().elements()];
    float[] dx = new float[count * dxShape.elements()];
    float[] gradients = new float[network.parameters().values().length];
    GroupPass[] passes = new GroupPass[Lanes.groups(count)];
    for (int g = 0; g < passes.length; g++) {
      passes[g] = bound.barriers() > 0 ? bound.newPass() : pass;
    }
    // Without barriers there is one segment, and a group goes through it there and back.
    for (int s = 0; s < bound.barriers(); s++) {
      for (int g = 0; g < passes.length; g++) {
        if (s == 0) {
          begin(passes[g], x, g * Lanes.WIDTH, images(count, g), gradients, keys);
        }
        bound.forwardSegment(s, passes[g]);
      }
      bound.combine(s, passes, passes.length);
    }
    for (int g = 0; g < passes.length; g++) {
      int first = g * Lanes.WIDTH;
      int images = images(count, g);
      float[] memory = passes[g].memory();
      if (bound.barriers() == 0) {
        begin(passes[g], x, first, images, gradients, keys);
      }
      bound.forwardSegment(bound.barriers(), passes[g]);
      LaneGroups.unpack(memory, bound.output().at(), bound.output().lanes(), y, first, images);
      head.gradient(passes[g], first, images);
      bound.backwardSegment(bound.barriers(), passes[g]);
      if (bound.barriers() == 0) {
        LaneGroups.unpack(memory, dxPlace.at(), dxPlace.lanes(), dx, first, images);
        assertHalosAreZero(passes[g]);
      }
    }
    for (int s = bound.barriers(); s > 0; s--) {
      bound.combineBackward(s, passes, passes.length, gradients);
      for (int g = 0; g < passes.length; g++) {
        bound.backwardSegment(s - 1, passes[g]);
        if (s == 1) {
          LaneGroups.unpack(
              passes[g].memory(),
              dxPlace.at(),
              dxPlace.lanes(),
              dx,
              g * Lanes.WIDTH,
              images(count, g));
          assertHalosAreZero(passes[g]);
        }
      }
    }
    return new Passed(y, dx, gradients);
  }

  /** One parameter's part of gradients. */
  public float[] of(String parameter, float[] gradients) {
    Parameter p = network.parameters().named(parameter);
    return Arrays.copyOfRange(gradients, p.offset(), p.offset() + p.size());
  }
}
