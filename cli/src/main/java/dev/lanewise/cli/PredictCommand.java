package dev.lanewise.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lanewise.core.conv.ConvAlgorithm;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ImageFiles;
import dev.lanewise.data.ImageSet;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.layers.train.Evaluator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code predict}. */
@Command(
    name = "predict",
    description = {
      "Says what images show: the likeliest classes with their probabilities.",
      "",
      "The images are PNG or JPEG files, or test images of a data set. Files are fitted to the"
          + " model: grey by luma if it sees grey images, bilinear to its size. The digits of mnist"
          + " and digits are light on dark; use --invert for dark on light.",
      ""
    },
    sortOptions = false)
final class PredictCommand extends BaseCommand {

  @Parameters(
      index = "0",
      paramLabel = "MODEL.safetensors",
      description = "A model that train has saved.")
  private String model = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "IMAGE",
      description = "PNG or JPEG files.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--invert", description = "Make light dark and dark light in image files.")
  private boolean invert;

  @Option(
      names = "--index",
      paramLabel = "I",
      split = ",",
      description = "Test images of the data set instead of files, counted from 0: I or I,J,...")
  private List<Integer> indices = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "NAME",
      description = "The data set that --index is about. Default: the model's.")
  private @Nullable String data;

  @Mixin private final DataOptions where = new DataOptions();

  @Option(
      names = "--top",
      paramLabel = "K",
      defaultValue = "3",
      description = "Number of classes to name. Default: ${DEFAULT-VALUE}.")
  private int top = 3;

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Mixin private final ConvOptions convolutions = new ConvOptions();

  /** Images with what to call them; labels only where they are known. */
  private record Inputs(ImageSet images, List<String> names, boolean labelled) {}

  PredictCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    atLeast("--top", 1, top);
    if (files.isEmpty() == indices.isEmpty()) {
      throw CliException.usage(
          "predict needs image files, or --index for images of a data set. Received: "
              + (files.isEmpty() ? "neither" : "both"));
    }
    if (data != null && indices.isEmpty()) {
      throw CliException.usage("--data is for --index only. Received: image files");
    }
    Simd simd = engine.simd();
    int threads = engine.threads();
    SavedModel saved = Models.saved(session(), model);
    ConvAlgorithm conv = convolutions.or(saved.provenance().recipe().conv());
    Inputs inputs = indices.isEmpty() ? files(saved) : indexed(saved);
    float[][] results;
    try (BatchExecutor executor = new BatchExecutor(threads)) {
      results =
          new Evaluator(saved.network(), saved.spec().loss(), conv, executor, simd)
              .predict(inputs.images());
    }
    List<JsonObject> predictions = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      List<Integer> ranked = Ranking.of(results[i]);
      List<Integer> best = ranked.subList(0, Math.min(top, ranked.size()));
      print(inputs, i, best, results[i]);
      predictions.add(json(inputs, i, best, results[i]));
    }
    result(
        new Json()
            .put("model", saved.spec().name())
            .put("predictions", predictions, prediction -> prediction)
            .build());
    return ExitCode.OK;
  }

  private Inputs files(SavedModel saved) {
    List<Path> paths = files.stream().map(session()::resolve).toList();
    List<String> names = files.stream().map(Path::toString).toList();
    return new Inputs(read(paths, saved).withScale(Models.scale(saved)), names, false);
  }

  /** A model that was trained on one colour sees that colour of a file, not its grey. */
  private ImageSet read(List<Path> paths, SavedModel saved) {
    Shape input = saved.network().input();
    OptionalInt channel = saved.spec().recipe().data().channel();
    List<String> classes = classNames(saved);
    if (channel.isEmpty() || input.channels() != 1 || !isColoured(saved)) {
      return ImageFiles.read(paths, input, invert, classes);
    }
    Shape coloured = new Shape(3, input.height(), input.width());
    return ImageFiles.read(paths, coloured, invert, classes).channel(channel.getAsInt());
  }

  /** One's own images were read as the model sees them. */
  private boolean isColoured(SavedModel saved) {
    String trained = saved.provenance().dataset();
    return !NamedData.isOwn(trained)
        && where.test(session(), null, model, saved).shape().channels() == 3;
  }

  private static List<String> classNames(SavedModel saved) {
    int classes = saved.network().output().elements();
    List<String> names = saved.provenance().classes();
    return names.size() == classes ? names : NamedData.numbered(classes);
  }

  private Inputs indexed(SavedModel saved) {
    NamedData set = where.test(session(), data, model, saved);
    ImageSet test = TestImages.of(saved, set, where, session());
    for (int index : indices) {
      between("--index", 0, test.size() - 1L, index);
    }
    ImageSet images = test.select(indices.stream().mapToInt(Integer::intValue).toArray());
    return new Inputs(images, indices.stream().map(i -> set.id() + " " + i).toList(), true);
  }

  private void print(Inputs inputs, int i, List<Integer> best, float[] result) {
    ImageSet images = inputs.images();
    String classes =
        best.stream()
            .map(c -> Text.format("%s %.2f %%", images.classNames().get(c), 100 * result[c]))
            .collect(Collectors.joining(", "));
    String truth =
        inputs.labelled() ? " (it is " + images.classNames().get(images.label(i)) + ")" : "";
    text().println(inputs.names().get(i) + ": " + classes + truth);
  }

  private static JsonObject json(Inputs inputs, int i, List<Integer> best, float[] result) {
    ImageSet images = inputs.images();
    Json json =
        new Json()
            .put("input", inputs.names().get(i))
            .put("class", best, JsonPrimitive::new)
            .put("name", best, c -> new JsonPrimitive(images.classNames().get(c)))
            .put("probability", best, c -> Json.number(result[c]));
    return inputs.labelled() ? json.put("label", images.label(i)).build() : json.build();
  }
}
