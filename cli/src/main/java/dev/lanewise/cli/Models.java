package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.PixelScale;
import dev.lanewise.data.Split;
import dev.lanewise.data.recipe.RecipeData;
import dev.lanewise.formats.Checkpoint;
import dev.lanewise.formats.ModelJson;
import dev.lanewise.formats.Pixels;
import dev.lanewise.formats.Provenance;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.formats.Suggestions;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.ParameterSpec;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.TrainState;
import dev.lanewise.layers.train.TrainingCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Models by the names that users give them: presets, model files, saved models. */
final class Models {

  private static final String JSON = ".json";
  private static final String SAVED = ".safetensors";

  private Models() {}

  /** Whether a name means a saved model: by its ending, or by how the file begins. */
  static boolean isSaved(Session session, String name) {
    return name.endsWith(SAVED) || !name.endsWith(JSON) && beginsAsSaved(session, name);
  }

  /** A safetensors file begins with its header's length and a brace; a text has no such length. */
  private static boolean beginsAsSaved(Session session, String name) {
    try {
      Path file = session.resolve(Path.of(name));
      if (!Files.isRegularFile(file)) {
        return false;
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] start = in.readNBytes(9);
        return start.length == 9
            && start[8] == '{'
            && Long.compareUnsigned(
                    ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong(),
                    Files.size(file))
                < 0;
      }
    } catch (IOException | InvalidPathException e) {
      // Whoever opens it next says what is wrong with it.
      return false;
    }
  }

  /** A preset, or what a model file describes. */
  static ModelSpec description(Session session, String name) {
    if (isSaved(session, name)) {
      throw CliException.usage(
          ("A preset or a .json file is needed. Received: %s. The description in a saved model:"
                  + " lanewise summary %s --as-model")
              .formatted(name, name));
    }
    Optional<ModelSpec> preset = Presets.named(name);
    if (preset.isPresent()) {
      return preset.get();
    }
    if (!name.endsWith(JSON) && !name.contains("/") && !Files.exists(path(session, name))) {
      List<String> names = Presets.all().stream().map(ModelSpec::name).toList();
      throw CliException.usage(
          "Unknown model %s. %s".formatted(name, Suggestions.hint(name, names)));
    }
    Path file = existing(session, name);
    try {
      return ModelJson.read(file);
    } catch (IOException e) {
      throw inputOutput(e);
    }
  }

  /** A preset, what a model file describes, or the description in a saved model. */
  static ModelSpec any(Session session, String name) {
    return isSaved(session, name) ? saved(session, name).spec() : description(session, name);
  }

  /** A model with its values. */
  static SavedModel saved(Session session, String name) {
    if (Presets.named(name).isPresent() || name.endsWith(JSON)) {
      throw CliException.usage(
          "A saved model (.safetensors) is needed. Received: %s. To make one: lanewise train --model"
                  .formatted(name)
              + " "
              + name);
    }
    Path file = existing(session, name);
    try {
      SavedModel model = SavedModel.load(file);
      if (!model.checked()) {
        session
            .err()
            .println("lanewise: %s has no checksum: its content is not checked".formatted(name));
      }
      return model;
    } catch (IOException e) {
      throw inputOutput(e);
    }
  }

  private static Path existing(Session session, String name) {
    Path file = path(session, name);
    if (!Files.exists(file)) {
      throw new CliException(ExitCode.NO_INPUT, "Model file not found: " + name);
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new CliException(
          ExitCode.NO_INPUT,
          "A model file must be a file that can be read. Received: %s (%s)"
              .formatted(name, Files.isDirectory(file) ? "a directory" : "not readable"));
    }
    return file;
  }

  private static Path path(Session session, String name) {
    try {
      return session.resolve(Path.of(name));
    } catch (InvalidPathException e) {
      throw CliException.usage("A file needs a name that this system can have. Received: " + name);
    }
  }

  private static CliException inputOutput(IOException e) {
    return new CliException(ExitCode.IO, String.valueOf(e.getMessage()), e);
  }

  /** The model for a data set's images, if its layers and its results fit them. */
  static ModelSpec fit(ModelSpec spec, NamedData set) {
    Shape shape = DataOptions.shape(set, spec.recipe().data().channel());
    ModelSpec fitted = spec.withInput(shape);
    Shape output = output(fitted, set.id());
    checkClasses(spec.name(), output, set);
    return fitted;
  }

  /** Checks that a network gives a value for each class. */
  static void checkClasses(String model, Shape output, NamedData set) {
    int classes = set.classNames().size();
    if (!output.isFlat() || output.elements() != classes) {
      throw new CliException(
          ExitCode.DATA,
          "The last layer of %s must give a value for each class of %s. Expected: %s. Received: %s"
              .formatted(
                  model, set.id(), classes, output.isFlat() ? output.channels() + "" : output));
    }
  }

  /** Results of a model as it is described, or 1 if its layers do not fit one another. */
  static int outputs(ModelSpec spec) {
    try {
      return Network.arrange(spec.input(), spec.layers()).getLast().output().elements();
    } catch (IllegalArgumentException _) {
      return 1;
    }
  }

  private static Shape output(ModelSpec spec, String data) {
    try {
      return Network.arrange(spec.input(), spec.layers()).getLast().output();
    } catch (IllegalArgumentException e) {
      throw new CliException(
          ExitCode.DATA, "%s does not fit %s: %s".formatted(spec.name(), data, e.getMessage()), e);
    }
  }

  /**
   * A network with initial values.
   *
   * @throws CliException if its layers do not fit one another, or if its values alone, and their
   *     gradients, need more than all memory there is
   */
  static Network network(ModelSpec spec, long seed) {
    try {
      long values = 0;
      for (Network.Node node : Network.arrange(spec.input(), spec.layers())) {
        for (ParameterSpec parameter : node.layer().parameters(node.input())) {
          values += parameter.size();
        }
      }
      long needed = 8 * values >> 20;
      long most = Runtime.getRuntime().maxMemory() >> 20;
      if (needed > most) {
        throw new CliException(
            ExitCode.MEMORY,
            "%s: its %s parameters with their gradients need %s MB of memory. Received: a heap of %s MB. A larger one: LANEWISE_OPTS=-Xmx8g"
                .formatted(spec.name(), Text.count(values), Text.count(needed), Text.count(most)));
      }
      return spec.network(seed);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, spec.name() + ": " + e.getMessage(), e);
    }
  }

  /** Refuses what train would refuse whatever the data is, in the same words. */
  static void checkTrainable(ModelSpec spec, Network network) {
    try {
      TrainingCheck.check(
          network,
          spec.loss(),
          spec.recipe().optimizer(),
          spec.recipe().update(),
          spec.recipe().batch());
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, spec.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Saves what a training has made.
   *
   * @throws IOException if it can't be written
   */
  static void save(
      TrainPlan plan,
      Path file,
      Network network,
      ImageSet samples,
      int epochs,
      Optional<Evaluation> test,
      Session session)
      throws IOException {
    Path target = session.resolve(file);
    ModelSpec model = stored(plan, target);
    SavedModel.save(target, model, network, provenance(plan, model, samples, epochs, test));
  }

  /** The model as a file has it: paths of data are relative to the file. */
  private static ModelSpec stored(TrainPlan plan, Path file) {
    Recipe recipe = plan.model().recipe();
    DataRecipe data = recipe.data();
    return plan.model()
        .withRecipe(
            recipe.withData(
                new DataRecipe(
                    SavedPlace.stored(plan.data(), file),
                    data.limit(),
                    data.testLimit(),
                    data.channel(),
                    data.scaling(),
                    data.given())));
  }

  /** Neither threads nor kernels: a model's file is the same whatever they are. */
  private static Provenance provenance(
      TrainPlan plan, ModelSpec model, ImageSet samples, int epochs, Optional<Evaluation> test) {
    return new Provenance(
        model.recipe().data().dataset(),
        samples.classNames(),
        pixels(samples.scale()),
        plan.seed(),
        model.recipe(),
        epochs,
        test,
        Provenance.Machine.here(Version.number()),
        Optional.empty(),
        plan.changes(),
        new TreeMap<>());
  }

  /**
   * Saves where a training is.
   *
   * @throws IOException if it can't be written
   */
  static void save(
      TrainPlan plan, Path file, ImageSet samples, TrainState state, Checkpoint.Run run)
      throws IOException {
    ModelSpec model = stored(plan, file);
    Provenance provenance =
        provenance(plan, model, samples, state.results().size(), Optional.empty());
    new Checkpoint(model, provenance, state, run).save(file);
  }

  /** A training that was stopped. */
  static Checkpoint checkpoint(Session session, String name) {
    Path file = existing(session, name);
    try {
      return Checkpoint.load(file);
    } catch (IOException e) {
      throw inputOutput(e);
    }
  }

  /** How a scale is kept in a file. */
  static Pixels pixels(PixelScale scale) {
    return new Pixels(floats(scale.scale()), floats(scale.shift()));
  }

  private static List<Float> floats(double[] values) {
    List<Float> floats = new ArrayList<>();
    for (double value : values) {
      floats.add((float) value);
    }
    return floats;
  }

  /** How a saved model wants its pixels. */
  static PixelScale scale(SavedModel model) {
    Pixels pixels = model.provenance().pixels();
    return RecipeData.scale(model.spec().recipe().data(), pixels.scales(), pixels.shifts());
  }

  /** A split that was loaded. */
  static ImageSet of(Map<Split, ImageSet> sets, Split split) {
    ImageSet set = sets.get(split);
    if (set == null) {
      throw new IllegalStateException("Both splits must have been loaded. Missing: " + split.id());
    }
    return set;
  }
}
