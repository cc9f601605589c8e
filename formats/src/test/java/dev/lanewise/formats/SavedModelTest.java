package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.train.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SavedModelTest {

  private static final ModelSpec TINY =
      ModelJson.parse(
          """
          {"name": "t", "input": [1, 3, 3], "layers": [
            {"type": "conv2d", "channels": 2, "kernel": 2, "bias": "position"}, "tanh", "flatten",
            {"type": "dense", "name": "scores", "outputs": 3, "bias": false}]}
          """,
          "tiny");

  @TempDir Path directory;

  private static Provenance provenance(ModelSpec spec) {
    return new Provenance(
        "digits, \u00e4",
        List.of("zero", "one \"1\""),
        Pixels.of(
            new float[] {1 / 255f, Float.MIN_VALUE, 1e30f}, new float[] {-0f, -0.5f, Float.NaN}),
        Long.MIN_VALUE + 1,
        spec.recipe().withLength(3, 17),
        2,
        Optional.of(new Evaluation(0.1, 1.0 / 3, 77)),
        Provenance.Machine.here("0.1.0", "scalar", 2),
        Optional.of("2026-11-22T00:00:00Z"));
  }

  private static SafeTensors tiny() {
    return SavedModel.content(TINY, TINY.network(3), provenance(TINY));
  }

  static Stream<ModelSpec> presets() {
    return Presets.all().stream();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void everyPresetIsSavedAndLoaded(ModelSpec preset) throws IOException {
    Network network = preset.network(11);
    Path file = directory.resolve("m.safetensors");
    SavedModel.save(file, preset, network, provenance(preset));
    SavedModel loaded = SavedModel.load(file);
    assertEquals(preset, loaded.spec());
    assertEquals(provenance(preset), loaded.provenance());
    assertArrayEquals(network.parameters().values(), loaded.network().parameters().values());
    Path again = directory.resolve("again.safetensors");
    SavedModel.save(again, loaded.spec(), loaded.network(), loaded.provenance());
    assertEquals(-1, Files.mismatch(file, again));
    try (var files = Files.list(directory)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void aTrainedNetworkPredictsTheSameAfterLoading() throws IOException {
    Network network = Trained.train(TINY, 37);
    assertFalse(
        Arrays.equals(network.parameters().values(), TINY.network(7).parameters().values()));
    Path file = directory.resolve("m.safetensors");
    SavedModel.save(file, TINY, network, provenance(TINY));
    SavedModel loaded = SavedModel.load(file);
    float[][] expected = Trained.predict(TINY, network, 17);
    float[][] received = Trained.predict(loaded.spec(), loaded.network(), 17);
    assertEquals(17, received.length);
    assertTrue(Arrays.deepEquals(expected, received));
  }

  @Test
  void theFileIsOneThatOtherToolsRead() {
    SafeTensors content = SafeTensors.parse(tiny().bytes(), "m");
    assertEquals(
        List.of("format", "lanewise.checksum", "lanewise.model", "lanewise.provenance"),
        List.copyOf(content.metadata().keySet()));
    assertEquals("lanewise-1", content.metadata().get("format"));
    assertEquals(
        List.of(
            "conv1.weight F32 [2, 1, 2, 2]",
            "conv1.bias F32 [2, 2, 2]",
            "scores.weight F32 [3, 8]"),
        content.tensors().stream().map(Tensor::toString).toList());
    assertArrayEquals(
        TINY.network(3).parameters().copyOf(TINY.network(3).parameters().named("scores.weight")),
        content.tensor("scores.weight").orElseThrow().floats());
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    Provenance full = provenance(TINY);
    Provenance least =
        new Provenance(
            "",
            List.of(),
            Pixels.of(new float[0], new float[0]),
            0,
            TINY.recipe(),
            0,
            Optional.empty(),
            full.machine(),
            Optional.empty());
    String text = ProvenanceJson.text(least);
    assertFalse(text.contains("created") || text.contains("\"test\""), text);
    assertEquals(least, ProvenanceJson.parse(text, new Spot("f", "p")));
  }

  @Test
  void theFactorsOfPixelsAreExactAndShort() {
    Provenance full = provenance(TINY);
    String text = ProvenanceJson.text(full);
    assertTrue(
        text.contains(
            "{\"scale\": [0.003921569, 1.4E-45, 1E+30], \"shift\": [-0.0, -0.5, \"NaN\"]}"),
        text);
    Pixels read = ProvenanceJson.parse(text, new Spot("f", "p")).pixels();
    assertArrayEquals(full.pixels().scales(), read.scales());
    assertArrayEquals(full.pixels().shifts(), read.shifts());
  }

  @Test
  void aDivergedTrainingIsSavedToo() {
    Provenance full = provenance(TINY);
    for (double loss : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1 / 0.0}) {
      Provenance diverged =
          new Provenance(
              full.dataset(),
              full.classes(),
              full.pixels(),
              full.seed(),
              full.recipe(),
              full.epochs(),
              Optional.of(new Evaluation(loss, 0, 1)),
              full.machine(),
              full.created());
      assertEquals(
          diverged, ProvenanceJson.parse(ProvenanceJson.text(diverged), new Spot("f", "p")));
    }
  }

  private static String messageOf(SafeTensors content) {
    String message =
        assertThrows(FormatException.class, () -> SavedModel.of(content, "m")).getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith("m: "), message);
    return message.substring(3);
  }

  private static SafeTensors with(String key, String text) {
    Map<String, String> metadata = new TreeMap<>(tiny().metadata());
    metadata.remove("lanewise.checksum");
    metadata.put(key, text);
    return SafeTensors.of(metadata, tiny().tensors());
  }

  private static SafeTensors with(UnaryOperator<List<Tensor>> change) {
    Map<String, String> metadata = new TreeMap<>(tiny().metadata());
    metadata.remove("lanewise.checksum");
    return SafeTensors.of(metadata, change.apply(new ArrayList<>(tiny().tensors())));
  }

  @Test
  void otherSafetensorsFilesAreToldApart() throws IOException {
    String rule =
        "a safetensors file, but not a model saved by Lanewise. Expected: metadata format ="
            + " lanewise-1. Received: ";
    assertEquals(rule + "none", messageOf(SafeTensors.of(Map.of(), tiny().tensors())));
    assertEquals(rule + "pt", messageOf(SafeTensors.of(Map.of("format", "pt"), List.of())));
    assertEquals(
        "the model must be of a format that this version reads. Expected: lanewise-1. Received:"
            + " lanewise-2",
        messageOf(with("format", "lanewise-2")));
    assertEquals(
        "the metadata must have lanewise.model and lanewise.provenance. Received: [format]",
        messageOf(SafeTensors.of(Map.of("format", "lanewise-1"), List.of())));
    Path text = Files.writeString(directory.resolve("m.json"), "{\"input\": 3, \"layers\": []}");
    assertTrue(
        assertThrows(FormatException.class, () -> SavedModel.load(text))
            .getMessage()
            .startsWith(text + ": not a safetensors file, its header must have 2 to 100000000"));
  }

  @Test
  void tensorsMustBeTheParameters() {
    assertEquals(
        "tensor scores.weight is missing. Expected: shape [3, 8]. Received: [conv1.weight,"
            + " conv1.bias]",
        messageOf(with(list -> list.subList(0, 2))));
    assertEquals(
        "the model has no parameter for tensor scores.weights. Did you mean scores.weight?",
        messageOf(
            with(
                list -> {
                  list.add(Tensor.ofFloats("scores.weights", List.of(1), new float[1]));
                  return list;
                })));
    assertEquals(
        "tensor conv1.weight must have the shape of its parameter. Expected: [2, 1, 2, 2]."
            + " Received: [2, 1, 4, 1]",
        messageOf(
            with(
                list -> {
                  list.set(0, Tensor.ofFloats("conv1.weight", List.of(2, 1, 4, 1), new float[8]));
                  return list;
                })));
    assertEquals(
        "tensor conv1.weight must have a floating dtype. Expected: F32. Received: I32",
        messageOf(
            with(
                list -> {
                  list.set(0, Tensor.ofInts("conv1.weight", List.of(2, 1, 2, 2), new int[8]));
                  return list;
                })));
  }

  @Test
  void tensorsOfAnotherToolMayHaveAnotherPrecisionAndOrder() {
    SavedModel loaded =
        SavedModel.of(
            with(
                list -> {
                  Tensor first = list.removeFirst();
                  list.add(Tensor.ofDoubles(first.name(), first.shape(), first.doubles()));
                  return list;
                }),
            "m");
    assertArrayEquals(
        TINY.network(3).parameters().values(), loaded.network().parameters().values());
  }

  @Test
  void changedContentIsRefusedByItsChecksum() {
    Map<String, String> metadata = new TreeMap<>(tiny().metadata());
    String sum = metadata.get("lanewise.checksum");
    assertTrue(sum.matches("[0-9a-f]{8}"), sum);
    String other = HexFormat.of().toHexDigits(~HexFormat.fromHexDigits(sum));
    metadata.put("lanewise.checksum", other);
    assertEquals(
        "the content must be as it was saved; it is damaged or was changed. Expected:"
            + " lanewise.checksum = "
            + other
            + ". Received: "
            + sum,
        messageOf(SafeTensors.of(metadata, tiny().tensors())));
  }

  @Test
  void badDescriptionsAreNamed() {
    assertEquals(
        "lanewise.model: the text must be JSON. Received at line 1, column 2: End of input",
        messageOf(with("lanewise.model", "{")));
    assertEquals(
        "lanewise.model: layers[0]: unknown layer type: rlu. Did you mean relu?",
        messageOf(with("lanewise.model", "{\"input\": 3, \"layers\": [\"rlu\"]}")));
    assertEquals(
        "lanewise.provenance: dataset is missing. Received: classes",
        messageOf(with("lanewise.provenance", "{\"classes\": []}")));
    assertEquals(
        "lanewise.provenance: unknown key: sed. Did you mean seed?",
        messageOf(with("lanewise.provenance", "{\"sed\": 3}")));
    String provenance = tiny().metadata().get("lanewise.provenance");
    assertEquals(
        "lanewise.provenance, recipe: epochs must be at least 1. Received: 0",
        messageOf(
            with("lanewise.provenance", provenance.replace("\"epochs\": 3", "\"epochs\": 0"))));
    assertEquals(
        "lanewise.provenance, pixels: Each channel must have a scale and a shift. Received: 3"
            + " scales, 2 shifts",
        messageOf(with("lanewise.provenance", provenance.replace(", \"NaN\"", ""))));
    assertEquals(
        "lanewise.provenance, test: accuracy must be a number. Received: \"x\"",
        messageOf(
            with(
                "lanewise.provenance",
                provenance.replaceAll("\"accuracy\": [^,]*,", "\"accuracy\": \"x\","))));
    assertEquals(
        "lanewise.provenance: classes[1] must be a text. Received: 5",
        messageOf(with("lanewise.provenance", provenance.replace("\"one \\\"1\\\"\"", "5"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"input\": 1, \"layers\": [{\"type\": \"dense\", \"outputs\": 536870912}]}",
        "{\"input\": 1, \"layers\": [{\"type\": \"dense\", \"outputs\": 20000000},"
            + " {\"type\": \"dense\", \"outputs\": 20}]}",
        "{\"input\": [1, 9, 9], \"layers\": [{\"type\": \"conv2d\", \"channels\": 500000,"
            + " \"kernel\": 3, \"bias\": \"position\"}]}"
      })
  void aSmallFileReservesNoMemoryForAModelThatItOnlyClaims(String model) {
    String message = messageOf(with("lanewise.model", model));
    assertTrue(message.contains("tensor ") || message.contains("at most"), message);
  }

  @Test
  void onlyTheDescriptionsOwnNetworkIsSaved() throws IOException {
    Path file = directory.resolve("m.safetensors");
    assertEquals(
        "The network must have the layers and shapes of the description. Received: another network"
            + " than t",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    SavedModel.save(
                        file,
                        TINY,
                        TINY.withInput(new Shape(2, 3, 3)).network(0),
                        provenance(TINY)))
            .getMessage());
    assertFalse(Files.exists(file));
  }

  /** The name of the checksum's key, and the word format, among them. */
  @Test
  void everyBitOfASavedModelIsNoticed() {
    byte[] bytes = tiny().bytes();
    for (int at = 0; at < bytes.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 << bit);
        assertThrows(
            FormatException.class,
            () -> SavedModel.of(SafeTensors.parse(changed, "m"), "m"),
            "bit " + bit + " of byte " + at);
      }
    }
  }

  @Test
  void aDamagedKeyOfTheChecksumDoesNotSwitchTheCheckOff() {
    for (String key :
        List.of("lanewise.c(ecksum", "manewise.checksum", "lanewise.checksun", "lanewise.other")) {
      Map<String, String> metadata = new TreeMap<>(tiny().metadata());
      metadata.put(key, String.valueOf(metadata.remove("lanewise.checksum")));
      String message = messageOf(SafeTensors.of(metadata, tiny().tensors()));
      assertTrue(
          message.startsWith("the metadata has a key that is unknown, or damaged: " + key + ". "),
          message);
    }
  }

  @Test
  void aModelWithoutChecksumSaysThatItIsUnchecked() {
    assertTrue(SavedModel.of(tiny(), "m").checked());
    assertFalse(SavedModel.of(with(tensors -> tensors), "m").checked());
    Map<String, String> metadata = new TreeMap<>(tiny().metadata());
    metadata.remove("lanewise.checksum");
    metadata.put("made-with", "another tool");
    assertFalse(SavedModel.of(SafeTensors.of(metadata, tiny().tensors()), "m").checked());
  }
}
