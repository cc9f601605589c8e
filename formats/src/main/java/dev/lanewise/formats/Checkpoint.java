package dev.lanewise.formats;

import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.train.TrainState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A training that can be gone on with, as one safetensors file: F32 tensors {@code parameters},
 * {@code averages}, {@code buffers}, {@code slot.0}, ... and {@code best.parameters}, {@code
 * best.buffers}, each a row of numbers as {@link TrainState} has it and left out where it is empty;
 * as metadata the description and the provenance of a {@link SavedModel}, {@code lanewise.training}
 * with the rest of the state, and a CRC-32C of them all.
 *
 * @param spec the model with the recipe that is followed
 * @param provenance data, classes, scaling of pixels and seed
 * @param state where the training is
 */
public record Checkpoint(ModelSpec spec, Provenance provenance, TrainState state) {

  static final String FORMAT = "lanewise-checkpoint-1";
  private static final String TRAINING_KEY = "lanewise.training";
  private static final String PARAMETERS = "parameters";
  private static final String AVERAGES = "averages";
  private static final String BUFFERS = "buffers";
  private static final String SLOT = "slot.";
  private static final String BEST = "best.parameters";
  private static final String BEST_BUFFERS = "best.buffers";

  /**
   * Writes it as a whole, as {@link AtomicFile} does.
   *
   * @throws IllegalArgumentException if the description cannot be written (see {@link
   *     ModelJson#text})
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    content().write(file);
  }

  /** What {@link #save} writes. */
  SafeTensors content() {
    List<Tensor> tensors = new ArrayList<>();
    add(tensors, PARAMETERS, state.parameters());
    add(tensors, AVERAGES, state.averages());
    add(tensors, BUFFERS, state.buffers());
    for (int i = 0; i < state.slots().size(); i++) {
      add(tensors, SLOT + i, state.slots().get(i));
    }
    state
        .watched()
        .ifPresent(
            watched -> {
              add(tensors, BEST, watched.parameters());
              add(tensors, BEST_BUFFERS, watched.buffers());
            });
    Map<String, String> metadata = new TreeMap<>();
    metadata.put(SavedModel.FORMAT_KEY, FORMAT);
    metadata.put(SavedModel.MODEL_KEY, ModelJson.text(spec));
    metadata.put(SavedModel.PROVENANCE_KEY, ProvenanceJson.text(provenance));
    metadata.put(TRAINING_KEY, TrainStateJson.text(state));
    metadata.put(SavedModel.CHECKSUM_KEY, checksum(metadata, tensors));
    return SafeTensors.of(metadata, tensors);
  }

  private static void add(List<Tensor> tensors, String name, float[] values) {
    if (values.length > 0) {
      tensors.add(Tensor.ofFloats(name, List.of(values.length), values));
    }
  }

  private static String checksum(Map<String, String> metadata, List<Tensor> tensors) {
    return SavedModel.checksum(
        List.of(
            metadata.getOrDefault(SavedModel.MODEL_KEY, ""),
            metadata.getOrDefault(SavedModel.PROVENANCE_KEY, ""),
            metadata.getOrDefault(TRAINING_KEY, "")),
        tensors);
  }

  /**
   * Reads one.
   *
   * @throws FormatException if it is not a sound safetensors file, not a checkpoint, or has changed
   *     since it was saved
   * @throws IOException if it cannot be read
   */
  public static Checkpoint load(Path file) throws IOException {
    return of(SafeTensors.read(file), file.toString());
  }

  /** The checkpoint in a file's content. */
  static Checkpoint of(SafeTensors content, String where) {
    Map<String, String> metadata = content.metadata();
    String format = metadata.get(SavedModel.FORMAT_KEY);
    if (!FORMAT.equals(format)) {
      throw new FormatException(
          "%s: a checkpoint of a training is needed. Expected: metadata %s = %s. Received: %s"
              .formatted(
                  where,
                  SavedModel.FORMAT_KEY,
                  FORMAT,
                  format == null ? "none" : Json.shorten(format)));
    }
    String expected = metadata.getOrDefault(SavedModel.CHECKSUM_KEY, "none");
    String received = checksum(metadata, content.tensors());
    if (!expected.equals(received)) {
      throw new FormatException(
          "%s: the content must be as it was saved; it is damaged or was changed. Expected:"
                  .formatted(where)
              + " %s = %s. Received: %s"
                  .formatted(SavedModel.CHECKSUM_KEY, Json.shorten(expected), received));
    }
    List<float[]> slots = new ArrayList<>();
    while (content.tensor(SLOT + slots.size()).isPresent()) {
      slots.add(floats(content, SLOT + slots.size()));
    }
    TrainStateJson.Arrays arrays =
        new TrainStateJson.Arrays(
            floats(content, PARAMETERS),
            floats(content, AVERAGES),
            floats(content, BUFFERS),
            slots,
            floats(content, BEST),
            floats(content, BEST_BUFFERS));
    return new Checkpoint(
        ModelJson.parse(text(metadata, SavedModel.MODEL_KEY, where), where + ": model"),
        ProvenanceJson.parse(
            text(metadata, SavedModel.PROVENANCE_KEY, where),
            new Spot(where, SavedModel.PROVENANCE_KEY)),
        TrainStateJson.parse(
            text(metadata, TRAINING_KEY, where), new Spot(where, TRAINING_KEY), arrays));
  }

  private static String text(Map<String, String> metadata, String key, String where) {
    String text = metadata.get(key);
    if (text == null) {
      throw new FormatException(
          "%s: the metadata must have %s. Received: %s"
              .formatted(where, key, Json.shorten(metadata.keySet().toString())));
    }
    return text;
  }

  private static float[] floats(SafeTensors content, String name) {
    return content.tensor(name).map(Tensor::floats).orElseGet(() -> new float[0]);
  }
}
