package dev.lanewise.formats;

import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.TrainState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A training that can be gone on with, as one safetensors file: F32 tensors {@code parameters},
 * {@code averages}, {@code buffers}, {@code slot.0}, ... and {@code best.parameters}, {@code
 * best.buffers}, each a row of numbers as {@link TrainState} has it and left out where it is empty;
 * as metadata the description and the provenance of a {@link SavedModel}, {@code lanewise.training}
 * with the rest of the state, {@code lanewise.run} with what its samples and its output are, and a
 * CRC-32C of them all.
 *
 * @param spec the model with the recipe that is followed
 * @param provenance data, classes, scaling of pixels and seed
 * @param state where the training is
 * @param run what else going on needs; {@link Run#UNKNOWN} of files that older versions wrote
 */
public record Checkpoint(ModelSpec spec, Provenance provenance, TrainState state, Run run) {

  static final String FORMAT = "lanewise-checkpoint-1";
  private static final String TRAINING_KEY = "lanewise.training";
  private static final String RUN_KEY = "lanewise.run";
  private static final String PARAMETERS = "parameters";
  private static final String AVERAGES = "averages";
  private static final String BUFFERS = "buffers";
  private static final String SLOT = "slot.";
  private static final String BEST = "best.parameters";
  private static final String BEST_BUFFERS = "best.buffers";

  private static final List<String> KEYS =
      List.of(
          SavedModel.FORMAT_KEY,
          SavedModel.MODEL_KEY,
          SavedModel.PROVENANCE_KEY,
          TRAINING_KEY,
          RUN_KEY,
          SavedModel.CHECKSUM_KEY);

  /**
   * What a training that is gone on with is held against.
   *
   * @param output where it saves its model, relative to the checkpoint's directory if that can be
   * @param training the samples that it learns from; empty if they are not known
   * @param validation the samples that it is measured on after each epoch; empty if there are none
   */
  public record Run(
      Optional<String> output,
      Optional<DataFingerprint> training,
      Optional<DataFingerprint> validation) {

    /** Of a checkpoint that has nothing of it. */
    public static final Run UNKNOWN = new Run(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A checkpoint that does not know its samples. */
  public Checkpoint(ModelSpec spec, Provenance provenance, TrainState state) {
    this(spec, provenance, state, Run.UNKNOWN);
  }

  /** The same with another recipe, as for more epochs. */
  public Checkpoint withRecipe(Recipe recipe) {
    return new Checkpoint(spec.withRecipe(recipe), provenance, state, run);
  }

  /** The same with another state. */
  public Checkpoint withState(TrainState other) {
    return new Checkpoint(spec, provenance, other, run);
  }

  /**
   * Checks that a training goes on with the samples that it began with. The test images are none of
   * them: nothing of a training depends on those.
   *
   * @param pixels how pixels become numbers now
   * @param training the samples to learn from now
   * @param validation the samples to measure on now
   * @return whether the checkpoint knows its samples; if not, nothing was checked
   * @throws FormatException if they are others; the message says in what
   */
  public boolean checkData(
      Pixels pixels, DataFingerprint training, Optional<DataFingerprint> validation) {
    if (run.training().isEmpty()) {
      return false;
    }
    List<String> different = new ArrayList<>();
    boolean rescaled = !provenance.pixels().equals(pixels);
    if (rescaled) {
      different.add("the scaling of pixels");
    }
    run.training()
        .get()
        .differences(training)
        .forEach(what -> different.add("the " + what + " of the training images"));
    if (run.validation().isPresent() != validation.isPresent()) {
      different.add("whether there are validation images");
    } else if (run.validation().isPresent()) {
      run.validation().get().differences(validation.orElseThrow()).stream()
          // These are as they were scaled.
          .filter(what -> !rescaled || !what.equals("pixels"))
          .forEach(what -> different.add("the " + what + " of the validation images"));
    }
    if (!different.isEmpty()) {
      throw new FormatException(
          "A training must go on with the data that it began with. Different: %s. To train on other"
                  .formatted(String.join(", ", different))
              + " data, begin from a saved model (--from)");
    }
    return true;
  }

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
    if (!run.equals(Run.UNKNOWN)) {
      metadata.put(RUN_KEY, RunJson.text(run));
    }
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
            metadata.getOrDefault(TRAINING_KEY, ""),
            metadata.getOrDefault(RUN_KEY, "")),
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
    if (SavedModel.FORMAT.equals(format)) {
      throw new FormatException(
          "%s: a saved model, not a checkpoint of a training. To train it further: lanewise train"
                  .formatted(where)
              + " --from "
              + where);
    }
    if (!FORMAT.equals(format)) {
      throw new FormatException(
          "%s: a checkpoint of a training is needed. Expected: metadata %s = %s. Received: %s"
              .formatted(
                  where,
                  SavedModel.FORMAT_KEY,
                  FORMAT,
                  format == null ? "none" : Json.shorten(format)));
    }
    SavedModel.checkKeys(metadata, KEYS, where);
    String expected = metadata.getOrDefault(SavedModel.CHECKSUM_KEY, "none");
    String received = checksum(metadata, content.tensors());
    if (!expected.equals(received)) {
      throw new FormatException(
          "%s: the content must be as it was saved; it is damaged or was changed. Expected:"
                  .formatted(where)
              + " %s = %s. Received: %s"
                  .formatted(SavedModel.CHECKSUM_KEY, Json.shorten(expected), received));
    }
    Map<String, float[]> rows = rows(content, where);
    List<float[]> slots = new ArrayList<>();
    while (rows.containsKey(SLOT + slots.size())) {
      slots.add(take(rows, SLOT + slots.size()));
    }
    TrainStateJson.Arrays arrays =
        new TrainStateJson.Arrays(
            take(rows, PARAMETERS),
            take(rows, AVERAGES),
            take(rows, BUFFERS),
            slots,
            take(rows, BEST),
            take(rows, BEST_BUFFERS));
    if (!rows.isEmpty()) {
      throw new FormatException(
          "%s: a checkpoint has no tensor of this name. Received: %s"
              .formatted(where, Json.shorten(rows.keySet().toString())));
    }
    return new Checkpoint(
        ModelJson.parse(text(metadata, SavedModel.MODEL_KEY, where), where + ": model"),
        ProvenanceJson.parse(
            text(metadata, SavedModel.PROVENANCE_KEY, where),
            new Spot(where, SavedModel.PROVENANCE_KEY)),
        TrainStateJson.parse(
            text(metadata, TRAINING_KEY, where), new Spot(where, TRAINING_KEY), arrays),
        metadata.containsKey(RUN_KEY)
            ? RunJson.parse(metadata.get(RUN_KEY), new Spot(where, RUN_KEY))
            : Run.UNKNOWN);
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

  private static Map<String, float[]> rows(SafeTensors content, String where) {
    Map<String, float[]> rows = new TreeMap<>();
    for (Tensor tensor : content.tensors()) {
      if (!tensor.type().isFloating()) {
        throw new FormatException(
            "%s: tensor %s must have a floating dtype. Expected: %s. Received: %s"
                .formatted(where, Json.shorten(tensor.name()), DType.F32, tensor.type()));
      }
      rows.put(tensor.name(), tensor.floats());
    }
    return rows;
  }

  private static float[] take(Map<String, float[]> rows, String name) {
    float[] values = rows.remove(name);
    return values == null ? new float[0] : values;
  }
}
