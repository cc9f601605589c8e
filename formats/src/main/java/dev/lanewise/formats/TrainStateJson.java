package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.TrainListener.EpochResult;
import dev.lanewise.layers.train.TrainState;
import dev.lanewise.layers.train.TrainState.Epoch;
import dev.lanewise.layers.train.TrainState.Sums;
import java.util.List;
import java.util.Optional;

/** What a {@link TrainState} has besides its arrays, as JSON. */
final class TrainStateJson {

  private static final List<String> KEYS =
      List.of("step", "epoch", "plateau", "watched", "results", "images", "seconds");

  /**
   * The arrays of a state.
   *
   * @param best the best parameters
   * @param bestBuffers the running statistics that belong to them
   */
  record Arrays(
      float[] parameters,
      float[] averages,
      float[] buffers,
      List<float[]> slots,
      float[] best,
      float[] bestBuffers) {}

  private TrainStateJson() {}

  static String text(TrainState state) {
    JsonObject object = new JsonObject();
    object.addProperty("step", state.step());
    object.add("epoch", epoch(state.epoch()));
    state.plateau().ifPresent(plateau -> object.add("plateau", plateau(plateau)));
    state
        .watched()
        .ifPresent(
            watched -> {
              JsonObject known = new JsonObject();
              known.add("figure", ProvenanceJson.real(watched.figure()));
              known.addProperty("at", watched.at());
              known.addProperty("reports", watched.reports());
              object.add("watched", known);
            });
    JsonArray results = new JsonArray();
    state.results().forEach(result -> results.add(result(result)));
    object.add("results", results);
    object.addProperty("images", state.images());
    object.add("seconds", ProvenanceJson.real(state.seconds()));
    return Json.print(object);
  }

  private static JsonObject epoch(Epoch epoch) {
    JsonObject object = new JsonObject();
    object.addProperty("number", epoch.number());
    object.addProperty("steps", epoch.steps());
    object.addProperty("images", epoch.images());
    object.add("seconds", ProvenanceJson.real(epoch.seconds()));
    object.add("whole", sums(epoch.whole()));
    object.add("stretch", sums(epoch.stretch()));
    return object;
  }

  private static JsonObject sums(Sums sums) {
    JsonObject object = new JsonObject();
    object.addProperty("images", sums.images());
    object.add("loss", ProvenanceJson.real(sums.loss()));
    object.add("shares", ProvenanceJson.real(sums.shares()));
    object.addProperty("correct", sums.correct());
    return object;
  }

  private static JsonObject plateau(Plateau.State plateau) {
    JsonObject object = new JsonObject();
    object.add("rate", ProvenanceJson.real(plateau.rate()));
    object.add("best", ProvenanceJson.real(plateau.best()));
    object.addProperty("bad", plateau.bad());
    object.addProperty("cooling", plateau.cooling());
    return object;
  }

  private static JsonObject result(EpochResult result) {
    JsonObject object = new JsonObject();
    object.addProperty("epoch", result.epoch());
    object.addProperty("steps", result.steps());
    object.add("loss", ProvenanceJson.real(result.loss()));
    object.add("accuracy", ProvenanceJson.real(result.accuracy()));
    result
        .validation()
        .ifPresent(validation -> object.add("validation", ProvenanceJson.write(validation)));
    object.add("learningRate", ProvenanceJson.real(result.learningRate()));
    object.add("seconds", ProvenanceJson.real(result.seconds()));
    return object;
  }

  static TrainState parse(String text, Spot spot, Arrays arrays) {
    Fields fields = Fields.of(Json.parse(text, spot.file() + ": " + spot.path()), spot, KEYS);
    JsonArray results = fields.array("results");
    return fields.make(
        () ->
            new TrainState(
                fields.wholeLong("step"),
                epoch(fields.get("epoch"), spot.at("epoch")),
                arrays.parameters(),
                arrays.averages(),
                arrays.buffers(),
                arrays.slots(),
                fields.find("plateau").map(element -> plateau(element, spot.at("plateau"))),
                fields.find("watched").map(element -> watched(element, spot.at("watched"), arrays)),
                fields.list(
                    "results",
                    index -> result(results.get(index), spot.at("results[" + index + "]"))),
                fields.wholeLong("images"),
                ProvenanceJson.real(fields, "seconds")));
  }

  private static Epoch epoch(JsonElement element, Spot spot) {
    Fields fields =
        Fields.of(
            element, spot, List.of("number", "steps", "images", "seconds", "whole", "stretch"));
    return new Epoch(
        fields.whole("number"),
        fields.whole("steps"),
        fields.whole("images"),
        ProvenanceJson.real(fields, "seconds"),
        sums(fields.get("whole"), spot.at("whole")),
        sums(fields.get("stretch"), spot.at("stretch")));
  }

  private static Sums sums(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, List.of("images", "loss", "shares", "correct"));
    return new Sums(
        fields.whole("images"),
        ProvenanceJson.real(fields, "loss"),
        ProvenanceJson.real(fields, "shares"),
        fields.wholeLong("correct"));
  }

  private static Plateau.State plateau(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, List.of("rate", "best", "bad", "cooling"));
    return new Plateau.State(
        ProvenanceJson.real(fields, "rate"),
        ProvenanceJson.real(fields, "best"),
        fields.whole("bad"),
        fields.whole("cooling"));
  }

  private static TrainState.Watched watched(JsonElement element, Spot spot, Arrays arrays) {
    Fields fields = Fields.of(element, spot, List.of("figure", "at", "reports"));
    return new TrainState.Watched(
        ProvenanceJson.real(fields, "figure"),
        fields.whole("at"),
        fields.whole("reports"),
        arrays.best(),
        arrays.bestBuffers());
  }

  private static EpochResult result(JsonElement element, Spot spot) {
    Fields fields =
        Fields.of(
            element,
            spot,
            List.of("epoch", "steps", "loss", "accuracy", "validation", "learningRate", "seconds"));
    Optional<Evaluation> validation =
        fields
            .find("validation")
            .map(measured -> ProvenanceJson.evaluation(measured, spot.at("validation")));
    return new EpochResult(
        fields.whole("epoch"),
        fields.wholeLong("steps"),
        ProvenanceJson.real(fields, "loss"),
        ProvenanceJson.real(fields, "accuracy"),
        validation,
        ProvenanceJson.real(fields, "learningRate"),
        ProvenanceJson.real(fields, "seconds"));
  }
}
