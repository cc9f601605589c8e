package dev.lanewise.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lanewise.cli.CommandRuns;
import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ImageSet;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameters;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.TrainListener;
import dev.lanewise.layers.train.Trainer;
import dev.lanewise.testkit.Widths;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Presets, trained by their own recipes for two steps, have the same bits for any number of threads
 * and any width. {@code .ci/presets} tries all of them: {@code lanewise.presets} is {@code all} or
 * names, separated by commas.
 */
class PresetBitsTest {

  private static final String SHORT = "lenet5,digits-cnn,scratch-dense";
  private static final int[] THREADS = {1, 2, 3, 5};
  private static final int BATCH = 17;
  private static final int CLASSES = 10;

  /** A full batch, and one of six: less than a lane group. */
  private static final int IMAGES = BATCH + 6;

  private final String chosen = System.getProperty("lanewise.presets", SHORT);

  @Test
  void presetsHaveTheSameBitsForAnyThreadsAndWidth() throws Exception {
    List<ModelSpec> presets = new ArrayList<>(Presets.all());
    if (!chosen.equals("all")) {
      List<String> names = List.of(chosen.split(","));
      presets.removeIf(spec -> !names.contains(spec.name()));
      assertEquals(names.size(), presets.size(), "Presets that there are, of " + names);
    }
    List<String> different = new ArrayList<>();
    for (ModelSpec spec : presets) {
      long start = System.nanoTime();
      String expected = trained(spec, 1, Widths.SCALAR);
      assertNotEquals(digest(spec.network(1)), expected, spec.name() + ": something is learned");
      int same = 1;
      for (Simd simd : Widths.ALL) {
        for (int threads : THREADS) {
          if (threads == 1 && simd == Widths.SCALAR) {
            continue;
          }
          String received = trained(spec, threads, simd);
          if (received.equals(expected)) {
            same++;
          } else {
            different.add(
                "%s, %d threads, width %s: %s, not %s"
                    .formatted(spec.name(), threads, simd.width(), received, expected));
          }
        }
      }
      System.out.println(
          "presets: %-22s %,12d parameters  %s  %2d of %d the same  %6.1f s"
              .formatted(
                  spec.name(),
                  spec.network(1).parameters().count(),
                  expected,
                  same,
                  THREADS.length * Widths.ALL.size(),
                  (System.nanoTime() - start) / 1e9));
    }
    assertEquals(List.of(), different);
  }

  private static String trained(ModelSpec spec, int threads, Simd simd)
      throws NoSuchAlgorithmException {
    Network network = spec.network(1);
    Recipe recipe =
        spec.recipe().stretched(1).withLength(1, BATCH).withValidation(Recipe.Validation.NONE);
    try (BatchExecutor executor = new BatchExecutor(threads)) {
      new Trainer(network, spec.loss(), recipe.optimizer(), recipe.trainOptions(5), executor, simd)
          .train(images(spec.input(), recipe), Optional.empty(), new TrainListener() {});
    }
    return digest(network);
  }

  /** Noise of ten classes, changed as the recipe says. */
  private static Samples images(Shape shape, Recipe recipe) {
    byte[] pixels = new byte[IMAGES * shape.elements()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) CounterRandom.below(9, i, 256);
    }
    int[] labels = IntStream.range(0, IMAGES).map(i -> i % CLASSES).toArray();
    List<String> names = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
    return CommandRuns.augmented(
        recipe.augment(), ImageSet.of("noise", shape, pixels, labels, names));
  }

  private static String digest(Network network) throws NoSuchAlgorithmException {
    MessageDigest sum = MessageDigest.getInstance("SHA-256");
    for (Parameters part : List.of(network.parameters(), network.buffers())) {
      float[] values = part.values();
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
      bytes.asFloatBuffer().put(values);
      sum.update(bytes.array());
    }
    return HexFormat.of().formatHex(sum.digest(), 0, 8);
  }
}
