package dev.lanewise.layers.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.model.DataRecipe.Scaling;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.train.UpdateOptions;
import dev.lanewise.layers.train.ValidationSplit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PresetsTest {

  /** Each count by hand, from the model's description. */
  private static final Map<String, Long> PARAMETERS = new LinkedHashMap<>();

  static {
    PARAMETERS.put("digits-cnn", 16 * 9L + 16 + 32 * 16 * 9 + 32 + 800 * 10 + 10);
    PARAMETERS.put("lenet5", 61_706L);
    PARAMETERS.put("mnist-convnet", 34_826L);
    PARAMETERS.put(
        "vgg-small-plain",
        9L * (3 * 64 + 64 * 64 + 64 * 128 + 128 * 128 + 128 * 256 + 256 * 256)
            + 2 * (64 + 128 + 256)
            + 4096 * 256
            + 256
            + 256 * 10
            + 10);
    long vgg = PARAMETERS.get("vgg-small-plain");
    PARAMETERS.put("vgg-small", vgg + 2 * (64 + 128 + 256));
    PARAMETERS.put("keras-cifar", 1_250_858L);
    PARAMETERS.put(
        "mnist-best",
        9L * (32 + 32 * 32 + 32 * 64 + 64 * 64 + 64 * 128 + 128 * 128)
            + 4 * (32 + 64 + 128)
            + 128 * 10
            + 10);
    long wide = 9L * (3 * 16 + 16 * 32);
    long narrow = 0;
    int before = 32;
    for (int channels : new int[] {128, 256, 512}) {
      wide += 2L * 9 * channels / 8 * channels;
      narrow += (long) before * channels / 8 + (long) channels * channels / 8;
      before = channels;
    }
    narrow += 512 * 128;
    long norms = 2L * (16 + 32 + 2 * (16 + 128 + 32 + 256 + 64 + 512) + 128);
    PARAMETERS.put("darknet-tiny", wide + narrow + norms + 128 * 10 + 10);
    // The paper's shortcuts have no parameters; these have 1x1 convolutions and norms.
    long shortcuts = 16 * 32 + 32 * 64 + 2 * (32 + 64);
    PARAMETERS.put("resnet20", 269_722 + shortcuts);
    PARAMETERS.put("resnet32", 464_154 + shortcuts);
    PARAMETERS.put("resnet56", 853_018 + shortcuts);
    PARAMETERS.put("resnet18", 11_173_962L);
    // Keras's MobileNet, its 21,888 moving averages left out, and torchvision's mobilenet_v2, with
    // 10 classes.
    PARAMETERS.put("mobilenetv1", 4_253_864L - 21_888 - 1025 * (1000 - 10));
    PARAMETERS.put("mobilenetv2", 3_504_872L - 1281 * (1000 - 10));
    PARAMETERS.put(
        "images-cnn",
        9L * (3 * 16 + 16 * 32 + 32 * 64 + 64 * 128) + 2 * (16 + 32 + 64 + 128) + 1290);
    PARAMETERS.put("scratch-max", 144L + 27_050);
    PARAMETERS.put("scratch-linear", 80L + 13_530);
    PARAMETERS.put("scratch-linear-plain", 80L + 13_530);
    PARAMETERS.put("scratch-sigmoid", 20L + 18_010);
    PARAMETERS.put("scratch-avg", 144L + 27_050);
    PARAMETERS.put("scratch-dense", 45L + 3_380 + 338_100 + 1_010);
  }

  @Test
  void allHaveTheirNumberOfParameters() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (ModelSpec spec : Presets.all()) {
      Network network = spec.network(1);
      assertEquals(network.parameters().count(), network.summary().parameters());
      counts.put(spec.name(), network.parameters().count());
      assertEquals(Shape.flat(10), network.output(), spec.name());
    }
    assertEquals(PARAMETERS, counts);
  }

  @Test
  void allCanBeFoundByName() {
    for (ModelSpec spec : Presets.all()) {
      assertEquals(spec.name(), Presets.named(spec.name()).orElseThrow().name());
    }
    assertEquals(Optional.empty(), Presets.named("lenet"));
    assertEquals(
        Presets.all().size(),
        new HashSet<>(Presets.all().stream().map(ModelSpec::name).toList()).size());
  }

  @Test
  void reportsNameParametersThatExist() {
    for (ModelSpec spec : Presets.all()) {
      String name = spec.recipe().report().parameter();
      List<String> names =
          spec.network(1).parameters().list().stream().map(Parameter::name).toList();
      assertTrue(name.isEmpty() || names.contains(name), spec.name());
    }
  }

  @Test
  void summaryOfScratchLinear() {
    assertEquals(
        """
        ------------------------------------------------
        Layer (type)         Output Shape        Param #
        ================================================
        input (Input)        (None, 1, 28, 28)         0
        conv1 (Conv2d)       (None, 8, 26, 26)        80
        relu1 (Relu)         (None, 8, 26, 26)         0
        pool1 (MaxPool2d)    (None, 8, 13, 13)         0
        flatten1 (Flatten)   (None, 1352)              0
        fc1 (Dense)          (None, 10)           13,530
        ------------------------------------------------
        Total params: 13,610 (53.16 KB)
        Trainable params: 13,610 (53.16 KB)
        Non-trainable params: 0 (0.00 B)\
        """,
        Presets.scratchLinear().network(1).summary().toString());
  }

  @Test
  void vggSmallPlainHalvesTheImageThreeTimes() {
    Network network = Presets.vggSmallPlain().network(1);
    assertEquals(
        List.of("64x32x32", "64x16x16", "128x16x16", "128x8x8", "256x8x8", "256x4x4", "4096x1x1"),
        network.nodes().stream()
            .map(Network.Node::output)
            .map(Shape::toString)
            .distinct()
            .limit(7)
            .toList());
    assertEquals(19, network.nodes().size());
  }

  @Test
  void summaryOfMnistConvnet() {
    String text = Presets.mnistConvnet().network(1).summary().toString();
    assertTrue(text.contains("Total params: 34,826 (136.04 KB)"), text);
    assertTrue(text.contains("dropout1 (Dropout)   (None, 1600)"), text);
    assertTrue(text.contains("conv2 (Conv2d)       (None, 64, 11, 11)"), text);
  }

  @Test
  void aSpecCanBeChanged() {
    ModelSpec spec = Presets.scratchMax();
    ModelSpec larger = spec.withInput(new Shape(3, 32, 32));
    assertEquals(16 * 27L + 16 * 15 * 15 * 10 + 10, larger.network(1).parameters().count());
    Recipe recipe =
        spec.recipe()
            .withLength(7, 9)
            .withOptimizer(Adam.of(0.5))
            .withLogEvery(11)
            .inOrder()
            .withValidation(new Recipe.Validation(0.25, ValidationSplit.Which.RANDOM))
            .withReport(new Recipe.Report("conv1.weight", 3))
            .withConv(ConvAlgorithm.DIRECT)
            .withData(DataRecipe.all("digits", Scaling.SIGNED));
    assertEquals(
        new Recipe(
            DataRecipe.all("digits", Scaling.SIGNED),
            AugmentRecipe.NONE,
            Adam.of(0.5),
            UpdateOptions.NONE,
            new Recipe.Course(
                7,
                9,
                false,
                new Recipe.Validation(0.25, ValidationSplit.Which.RANDOM),
                Optional.empty()),
            11,
            new Recipe.Report("conv1.weight", 3),
            ConvAlgorithm.DIRECT),
        recipe);
    assertSame(recipe, spec.withRecipe(recipe).recipe());
  }

  @Test
  void recipesAreChecked() {
    assertEquals(
        "A validation split must be at least 0 and less than 1. Received: 1.0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Recipe.Validation(1, ValidationSplit.Which.LAST))
            .getMessage());
    assertEquals(
        "The limit of training samples must be at least 1. Received: 0",
        assertThrows(
                IllegalArgumentException.class, () -> DataRecipe.first("mnist", 0, 5, Scaling.UNIT))
            .getMessage());
    assertEquals(
        "The channel must be at least 0. Received: -1",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new DataRecipe(
                        "mnist",
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.of(-1),
                        Scaling.UNIT))
            .getMessage());
  }
}
