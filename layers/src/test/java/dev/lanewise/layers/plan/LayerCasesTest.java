package dev.lanewise.layers.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.conv.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.cases.CaseNetworks;
import dev.lanewise.layers.cases.LayerCase;
import dev.lanewise.layers.cases.LayerCases;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.testkit.Widths;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer type, by its case: against its twin, in both kinds of lanes, by hand, refusals. */
class LayerCasesTest {

  private static final int NETWORKS = 8;

  static List<LayerCase<?>> cases() {
    return LayerCases.all();
  }

  private static boolean isLayer(Class<?> type) {
    return Layer.class.isAssignableFrom(type) && !type.isInterface();
  }

  private static Class<?> load(Path classes, Path file) {
    String name = classes.relativize(file).toString().replaceAll("\\.class$", "");
    try {
      return Class.forName(name.replaceAll("[/\\\\]", "."));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyLayerHasACase() throws IOException, URISyntaxException {
    Path classes = Path.of(Layer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> types;
    try (Stream<Path> files = Files.walk(classes)) {
      types =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(file -> !file.getFileName().toString().contains("-info"))
              .map(file -> load(classes, file))
              .filter(LayerCasesTest::isLayer)
              .map(Class::getName)
              .sorted()
              .toList();
    }
    assertEquals(types, LayerCases.all().stream().map(it -> it.type().getName()).sorted().toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreThoseOfTheTwin(LayerCase<?> kind) {
    Random random = new Random(kind.toString().hashCode());
    int compared = 0;
    for (int i = 0; i < NETWORKS; i++) {
      Network network = CaseNetworks.around(kind, random);
      int images = 2 + 7 * i % 33;
      if (GraphPropertyTest.agreesWithTheTwin(random, network, images, kind.toString())) {
        compared++;
      }
    }
    assertTrue(compared >= NETWORKS / 2, "compared: " + compared);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void oneImageHasTheSameBits(LayerCase<?> kind) {
    Random random = new Random(kind.toString().hashCode());
    for (int i = 0; i < NETWORKS; i++) {
      Network network = CaseNetworks.around(kind, random);
      GraphPropertyTest.randomize(random, network);
      boolean hasForm =
          network.nodes().stream()
              .allMatch(
                  node -> LayerCases.of(node.layer()).hasOneImageForm(node.layer(), node.input()));
      boolean trains =
          hasForm && !kind.is(LayerCase.Trait.JOINS) && !kind.is(LayerCase.Trait.BATCH);
      assertEquals(hasForm, oneImage(network, false).isPresent(), "a form for predictions");
      assertEquals(trains, oneImage(network, true).isPresent(), "a form for training");
      if (trains) {
        OneImageTest.compare(network, random);
      } else if (hasForm) {
        OneImageTest.comparePredictions(network, random);
      }
    }
  }

  private static Optional<BoundNetwork> oneImage(Network network, boolean training) {
    return BoundNetwork.ofOneImage(network, training, Widths.SCALAR);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void resultsAreThoseByHand(LayerCase<?> kind) {
    for (LayerCase.Example example : kind.examples()) {
      int channels = example.input().channels();
      // Something that learns before the layer makes it pass its gradient on.
      Network network =
          Network.builder(example.input())
              .add("same", Conv2d.of(channels, 1))
              .add(example.layer())
              .build(1);
      float[] identity = new float[channels * channels];
      for (int c = 0; c < channels; c++) {
        identity[c * channels + c] = 1;
      }
      network.parameters().set(network.parameters().named("same.weight"), identity);
      network.parameters().set(network.parameters().named("same.bias"), new float[channels]);
      for (Simd simd : Widths.ALL) {
        check(
            example,
            new Harness(network, true, ConvAlgorithm.DIRECT, simd)
                .train(example.x(), 1, example.dy()));
        if (kind.hasOneImageForm(example.layer(), example.input())) {
          check(
              example, new ChannelHarness(network, true, simd).train(example.x(), example.dy(), 3));
        }
      }
    }
  }

  private static void check(LayerCase.Example example, Harness.Passed passed) {
    assertArrayEquals(example.y(), passed.y(), example.layer().toString());
    assertArrayEquals(example.dx(), passed.dx(), example.layer().toString());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void refusalsSayWhy(LayerCase<?> kind) {
    for (LayerCase.Refusal refusal : kind.refusals()) {
      assertEquals(
          refusal.message(),
          assertThrows(
                  IllegalArgumentException.class,
                  () -> refusal.layer().get().outputShape(refusal.input()))
              .getMessage());
    }
  }
}
