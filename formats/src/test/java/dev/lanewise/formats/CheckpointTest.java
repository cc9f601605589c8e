package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.TrainListener.EpochResult;
import dev.lanewise.layers.train.TrainState;
import dev.lanewise.layers.train.TrainState.Epoch;
import dev.lanewise.layers.train.TrainState.Sums;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

  private static final ModelSpec SPEC = Presets.named("lenet5").orElseThrow();

  @TempDir Path directory;

  private static TrainState full() {
    return new TrainState(
        (1L << 40) + 1,
        new Epoch(
            3,
            7,
            1001,
            0.1 + 0.2,
            new Sums(1001, 1e-300, 1 / 3.0, 1L << 33),
            new Sums(1, -0.0, 2, 3)),
        new float[] {1, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 0.1f},
        new float[] {2, 3},
        new float[] {4},
        List.of(new float[] {5, 6}, new float[] {7}),
        Optional.of(new Plateau.State(1e-5, Double.POSITIVE_INFINITY, 2, 1)),
        Optional.of(
            new TrainState.Watched(
                Double.NEGATIVE_INFINITY, 1, 2, new float[] {8}, new float[] {9})),
        List.of(
            new EpochResult(
                1, 5, 0.7, 0.5, Optional.of(new Evaluation(Double.NaN, 0.25, 99)), 0.01, 1.5),
            new EpochResult(2, 10, 1 / 7.0, 1, Optional.empty(), 0.001, 2)),
        1L << 35,
        12.25);
  }

  private static TrainState empty() {
    return new TrainState(
        0,
        new Epoch(0, 0, 0, 0, new Sums(0, 0, 0, 0), new Sums(0, 0, 0, 0)),
        new float[] {1},
        new float[0],
        new float[0],
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        0,
        0);
  }

  private static Checkpoint checkpoint(TrainState state) {
    Provenance provenance =
        new Provenance(
            "digits",
            List.of("a", "b"),
            new Pixels(List.of(1f), List.of(0f)),
            -5,
            SPEC.recipe(),
            2,
            Optional.empty(),
            Provenance.Machine.here("1", "512", 2),
            Optional.empty());
    return new Checkpoint(SPEC, provenance, state);
  }

  private static void assertSame(TrainState expected, TrainState actual) {
    assertEquals(expected.step(), actual.step());
    assertEquals(expected.epoch(), actual.epoch());
    assertArrayEquals(expected.parameters(), actual.parameters());
    assertArrayEquals(expected.averages(), actual.averages());
    assertArrayEquals(expected.buffers(), actual.buffers());
    assertEquals(expected.slots().size(), actual.slots().size());
    for (int i = 0; i < expected.slots().size(); i++) {
      assertArrayEquals(expected.slots().get(i), actual.slots().get(i));
    }
    assertEquals(expected.plateau(), actual.plateau());
    assertEquals(expected.watched().isPresent(), actual.watched().isPresent());
    if (expected.watched().isPresent()) {
      TrainState.Watched a = expected.watched().get();
      TrainState.Watched b = actual.watched().orElseThrow();
      assertEquals(a.figure(), b.figure());
      assertEquals(a.at(), b.at());
      assertEquals(a.reports(), b.reports());
      assertArrayEquals(a.parameters(), b.parameters());
      assertArrayEquals(a.buffers(), b.buffers());
    }
    assertEquals(expected.results(), actual.results());
    assertEquals(expected.images(), actual.images());
    assertEquals(expected.seconds(), actual.seconds());
  }

  @Test
  void everyNumberComesBack() throws Exception {
    for (TrainState state : List.of(full(), empty())) {
      Path file = directory.resolve("c.safetensors");
      checkpoint(state).save(file);
      Checkpoint read = Checkpoint.load(file);
      assertEquals(SPEC, read.spec());
      assertEquals(checkpoint(state).provenance(), read.provenance());
      assertSame(state, read.state());
    }
  }

  @Test
  void equalCheckpointsAreEqualBytes() {
    assertArrayEquals(checkpoint(full()).content().bytes(), checkpoint(full()).content().bytes());
  }

  @Test
  void anyChangeIsNoticed() {
    SafeTensors content = checkpoint(full()).content();
    for (int i = 0; i < content.tensors().size(); i++) {
      List<Tensor> tensors = new ArrayList<>(content.tensors());
      Tensor tensor = tensors.get(i);
      float[] values = tensor.floats();
      values[0] += 1;
      tensors.set(i, Tensor.ofFloats(tensor.name(), tensor.shape(), values));
      assertDamaged(SafeTensors.of(content.metadata(), tensors));
      tensors.remove(i);
      assertDamaged(SafeTensors.of(content.metadata(), tensors));
    }
    for (String key : List.of("lanewise.training", "lanewise.provenance", "lanewise.model")) {
      Map<String, String> metadata = new TreeMap<>(content.metadata());
      metadata.put(key, metadata.get(key).replaceFirst("1", "2"));
      assertDamaged(SafeTensors.of(metadata, content.tensors()));
      metadata.remove(key);
      assertDamaged(SafeTensors.of(metadata, content.tensors()));
    }
    Map<String, String> metadata = new TreeMap<>(content.metadata());
    metadata.remove("lanewise.checksum");
    assertDamaged(SafeTensors.of(metadata, content.tensors()));
  }

  private static void assertDamaged(SafeTensors content) {
    String message =
        assertThrows(FormatException.class, () -> Checkpoint.of(content, "c")).getMessage();
    assertTrue(
        message.startsWith(
            "c: the content must be as it was saved; it is damaged or was changed. Expected:"),
        message);
  }

  @Test
  void otherFilesAreRefused() {
    SafeTensors content = checkpoint(empty()).content();
    Map<String, String> metadata = new TreeMap<>(content.metadata());
    metadata.put("format", "pt");
    assertEquals(
        "c: a checkpoint of a training is needed. Expected: metadata format ="
            + " lanewise-checkpoint-1. Received: pt",
        assertThrows(
                FormatException.class,
                () -> Checkpoint.of(SafeTensors.of(metadata, content.tensors()), "c"))
            .getMessage());
    assertEquals(
        "c: a checkpoint of a training, not a model. To go on with it: lanewise train --resume c",
        assertThrows(FormatException.class, () -> SavedModel.of(content, "c")).getMessage());
  }

  @Test
  void everyBitOfACheckpointIsNoticed() {
    Checkpoint.Run run =
        new Checkpoint.Run(
            Optional.of("m.safetensors"),
            Optional.of(new DataFingerprint(1, SPEC.input(), "a", "b", "c")),
            Optional.empty());
    byte[] bytes =
        new Checkpoint(SPEC, checkpoint(full()).provenance(), full(), run).content().bytes();
    for (int at = 0; at < bytes.length; at++) {
      byte[] changed = bytes.clone();
      changed[at] ^= (byte) (1 << at % 8);
      assertThrows(
          FormatException.class,
          () -> Checkpoint.of(SafeTensors.parse(changed, "c"), "c"),
          "byte " + at);
    }
  }

  @Test
  void aSavedModelIsToldFromACheckpoint() {
    SafeTensors model = SavedModel.content(SPEC, SPEC.network(1), checkpoint(full()).provenance());
    assertEquals(
        "m: a saved model, not a checkpoint of a training. To train it further: lanewise train"
            + " --from m",
        assertThrows(FormatException.class, () -> Checkpoint.of(model, "m")).getMessage());
  }

  @Test
  void unknownKeysAndTensorsAreRefused() {
    SafeTensors content = checkpoint(full()).content();
    Map<String, String> metadata = new TreeMap<>(content.metadata());
    metadata.put("lanewise.rum", "{}");
    assertTrue(
        assertThrows(
                FormatException.class,
                () -> Checkpoint.of(SafeTensors.of(metadata, content.tensors()), "c"))
            .getMessage()
            .startsWith("c: the metadata has a key that is unknown, or damaged: lanewise.rum. "));
  }

  @Test
  void changesAndDetailsComeBack() {
    Provenance plain = checkpoint(full()).provenance();
    Provenance told =
        new Provenance(
            plain.dataset(),
            plain.classes(),
            plain.pixels(),
            plain.seed(),
            plain.recipe(),
            plain.epochs(),
            plain.test(),
            Provenance.Machine.here("1"),
            plain.created(),
            List.of("from epoch 3: epochs 2 to 4"),
            new TreeMap<>(Map.of("data.path", "../photos")));
    String text = ProvenanceJson.text(told);
    assertEquals(told, ProvenanceJson.parse(text, new Spot("f", "p")));
    assertTrue(!text.contains("threads") && !text.contains("simd"), text);
  }
}
