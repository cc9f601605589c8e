package dev.lanewise.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.layers.train.Evaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Predicts images some at a time, so that any number of them fits the memory. */
final class PredictRun {

  private final Session session;
  private final PredictSource source;
  private final Evaluator evaluator;
  private final Meaning.Results results;
  private final int top;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Fault> faults = new ArrayList<>();
  private int answered;
  private int notFinite;

  /** An input without an answer. */
  private record Fault(String input, int code, String reason) {}

  PredictRun(
      Session session,
      PredictSource source,
      Evaluator evaluator,
      Meaning.Results results,
      int top) {
    this.session = session;
    this.source = source;
    this.evaluator = evaluator;
    this.results = results;
    this.top = Math.min(top, source.classNames().size());
  }

  /** Has the run end after the images that it has in hand. */
  void stop() {
    stopped.set(true);
  }

  /**
   * Predicts all images.
   *
   * @param skip whether an image that can't be read is no fault
   * @param reporter shows how far it has come
   * @param each takes each prediction, in order
   */
  void run(boolean skip, Reporter reporter, Consumer<Prediction> each) {
    int size = source.size();
    int chunk = source.chunk();
    if (size > chunk) {
      reporter.begin("predict", "images", size);
    }
    for (int from = 0; from < size && !stopped.get(); from += chunk) {
      int to = Math.min(size, from + chunk);
      PredictSource.Batch batch = source.read(from, to);
      float[][] rows =
          batch.images().isPresent() ? evaluator.predict(batch.images().get()) : new float[0][];
      int row = 0;
      for (PredictSource.Item item : batch.items()) {
        if (item.fault().isPresent()) {
          fault(item.name(), item.fault().get(), skip, reporter);
        } else {
          each.accept(prediction(item, rows[row++]));
          answered++;
        }
      }
      reporter.at(to);
      if (session.out().checkError()) {
        throw new CliException(ExitCode.IO, "Standard output could not be written to.");
      }
    }
    reporter.close();
    if (notFinite > 0) {
      session.warn(
          "results must be finite. Received: %s without, of %s: the model is damaged, or its"
                  .formatted(
                      notFinite == 1 ? "1 image" : Text.count(notFinite) + " images",
                      Text.count(answered))
              + " training went wrong");
    }
  }

  private Prediction prediction(PredictSource.Item item, float[] numbers) {
    results.apply(numbers);
    List<Integer> best = Ranking.of(numbers).subList(0, top);
    List<String> names = source.classNames();
    List<Float> chosen = best.stream().map(c -> numbers[c]).toList();
    if (chosen.stream().anyMatch(x -> !Float.isFinite(x))) {
      notFinite++;
    }
    OptionalInt label = item.label();
    return new Prediction(
        item.name(),
        best,
        best.stream().map(names::get).toList(),
        chosen,
        label,
        label.isPresent() ? names.get(label.getAsInt()) : "");
  }

  private void fault(String name, CliException fault, boolean skip, Reporter reporter) {
    String reason = Failures.line(String.valueOf(fault.getMessage()), session);
    faults.add(new Fault(name, fault.code(), reason));
    reporter.pause();
    session.warn((skip ? "skipped " : "") + reason);
  }

  /**
   * How the program ends: an image without an answer is damaged data, but where none has one the
   * reason is that of all.
   */
  int code(boolean skip) {
    if (stopped.get()) {
      return ExitCode.INTERRUPTED;
    }
    if (faults.isEmpty() || skip && answered > 0) {
      return ExitCode.OK;
    }
    int first = faults.getFirst().code();
    boolean alike = faults.stream().allMatch(fault -> fault.code() == first);
    return answered == 0 && alike ? first : ExitCode.DATA;
  }

  /** How many images have an answer. */
  int answered() {
    return answered;
  }

  /**
   * All of it as an object.
   *
   * @param model the model's name
   * @param predictions what was predicted
   * @param ignored files that were left out, by their endings
   */
  JsonObject json(String model, List<JsonObject> predictions, Map<String, Integer> ignored) {
    JsonMembers endings = new JsonMembers();
    ignored.forEach((ending, count) -> endings.put(ending, (long) count));
    return new JsonMembers()
        .put("model", model)
        .put("results", results.meaning().id())
        .put("predictions", predictions, prediction -> prediction)
        .put("failures", faults, PredictRun::json)
        .put("ignored", endings.build())
        .put("stopped", stopped.get())
        .build();
  }

  private static JsonElement json(Fault fault) {
    return new JsonMembers().put("input", fault.input()).put("reason", fault.reason()).build();
  }
}
