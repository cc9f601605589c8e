package dev.lanewise.cli;

import com.google.gson.JsonObject;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.data.ImageFit;
import dev.lanewise.data.ImageSet;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.layers.train.Evaluator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code predict}. */
@Command(
    name = "predict",
    description = {
      "Says what images show: the likeliest classes with their probabilities, or with plain numbers"
          + " if the model has neither a softmax nor a sigmoid at its end or in its loss.",
      "",
      "Images are files, folders with all images below them, patterns in quotes ('photos/*.jpg',"
          + " ** for any folders), or - for standard input: one image, or names, one a line. They"
          + " are fitted to the model as its training images were: grey by luma if it sees grey"
          + " images, bilinear to its size."
          + " The digits of mnist and digits are light on dark; use --invert for dark on light.",
      "",
      "An image that can't be read is named on stderr; the others are answered, and the program"
          + " ends with 65, or with 0 if --skip-unreadable is given.",
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
      description = "Files, folders, patterns, or - for standard input.")
  private List<String> words = new ArrayList<>();

  @Mixin private final PredictOutput output = new PredictOutput();

  @Option(
      names = "--top",
      paramLabel = "K",
      defaultValue = "3",
      description = "Number of classes to name. Default: ${DEFAULT-VALUE}.")
  private int top = 3;

  @Option(names = "--invert", description = "Make light dark and dark light in image files.")
  private boolean invert;

  @Option(
      names = "--fit",
      paramLabel = "FIT",
      description =
          "How image files become the model's size: stretch, crop (the middle of the larger side),"
              + " pad, or exact (other sizes are errors). Default: as in training.")
  private @Nullable String fit;

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

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Mixin private final ConvOptions convolutions = new ConvOptions();

  PredictCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    atLeast("--top", 1, top);
    if (words.isEmpty() == indices.isEmpty()) {
      throw CliException.usage(
          "predict needs image files, or --index for images of a data set. Received: "
              + (words.isEmpty() ? "neither" : "both"));
    }
    if (fit != null && !indices.isEmpty()) {
      throw CliException.usage("--fit is for image files. Received: --index");
    }
    if (data != null && indices.isEmpty()) {
      throw CliException.usage("--data is for --index only. Received: image files");
    }
    output.check(session(), model, json());
    Simd simd = engine.simd();
    int threads = engine.threads();
    SavedModel saved = Models.saved(session(), model);
    ConvAlgorithm conv = convolutions.or(saved.provenance().recipe().conv());
    try (PredictInputs found = new PredictInputs(session());
        BatchExecutor executor = new BatchExecutor(threads);
        Reporter reporter = new Reporter(text(), session())) {
      PredictSource source = indices.isEmpty() ? files(saved, found) : indexed(saved);
      Meaning.Results results = Meaning.Results.of(saved.spec());
      Evaluator evaluator =
          new Evaluator(saved.network(), saved.spec().loss(), conv, executor, simd);
      PredictRun run = new PredictRun(session(), source, evaluator, results, top);
      List<JsonObject> predictions = new ArrayList<>();
      String header =
          Prediction.header(
              results.meaning(), Math.min(top, source.classNames().size()), source.labelled());
      try (Session.Watch _ = session().interrupts().watch(run::stop)) {
        output.write(
            session(),
            reporter,
            results.meaning(),
            header,
            each ->
                run.run(
                    where.skip(),
                    reporter,
                    prediction -> {
                      each.accept(prediction);
                      if (json()) {
                        predictions.add(prediction.json(results.meaning()));
                      }
                    }));
        output
            .file()
            .ifPresent(
                file ->
                    reporter.info(
                        "predictions: %s, in %s"
                            .formatted(
                                Text.count(run.answered()), Printable.name(file.toString()))));
        result(run.json(saved.spec().name(), predictions, found.ignored()));
        return run.code(where.skip());
      }
    }
  }

  private PredictSource files(SavedModel saved, PredictInputs found) {
    List<PredictInputs.Input> inputs = found.of(words);
    output.spare(session(), inputs);
    found.remark().ifPresent(session()::note);
    ImageFit fitted = fit == null ? DataOptions.fit(saved.provenance().dataset()) : Fits.named(fit);
    return new PredictFiles(inputs, saved, isColoured(saved), invert, fitted, where.orientation());
  }

  /** Whether a model of one channel has learnt from coloured images; one's own were read grey. */
  private boolean isColoured(SavedModel saved) {
    return saved.spec().recipe().data().channel().isPresent()
        && saved.network().input().channels() == 1
        && !NamedData.isOwn(saved.provenance().dataset())
        && where.test(session(), null, model, saved).shape().channels() == 3;
  }

  private PredictSource indexed(SavedModel saved) {
    NamedData set = where.test(session(), data, model, saved);
    ImageSet test = TestImages.of(saved, set, where, session());
    Part part = set.own().part();
    if (part != Part.TEST && part != Part.ALL) {
      session().warn("--index counts %s: %s".formatted(part.images(), TestImages.lacks(set)));
    }
    for (int index : indices) {
      between("--index", 0, test.size() - 1L, index);
    }
    return PredictSource.of(test, set.id(), indices);
  }
}
