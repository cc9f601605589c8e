package dev.lanewise.formats;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/** What a {@link Checkpoint} knows of its run, as JSON. */
final class RunJson {

  private RunJson() {}

  static String text(Checkpoint.Run run) {
    JsonObject object = new JsonObject();
    run.output().ifPresent(output -> object.addProperty("output", output));
    run.training().ifPresent(data -> object.add("training", write(data)));
    run.validation().ifPresent(data -> object.add("validation", write(data)));
    return Json.print(object);
  }

  private static JsonObject write(DataFingerprint data) {
    JsonObject object = new JsonObject();
    object.addProperty("images", data.images());
    object.add("shape", Geometry.SHAPE.write().apply(data.shape()));
    object.addProperty("pixels", data.pixels());
    object.addProperty("labels", data.labels());
    object.addProperty("unordered", data.unordered());
    return object;
  }

  static Checkpoint.Run parse(String text, Spot spot) {
    Fields fields =
        Fields.of(
            Json.parse(text, spot.file() + ": " + spot.path()),
            spot,
            List.of("output", "training", "validation"));
    return new Checkpoint.Run(
        fields.find("output").map(_ -> fields.text("output")),
        fields.find("training").map(element -> read(element, spot.at("training"))),
        fields.find("validation").map(element -> read(element, spot.at("validation"))));
  }

  private static DataFingerprint read(JsonElement element, Spot spot) {
    Fields fields =
        Fields.of(element, spot, List.of("images", "shape", "pixels", "labels", "unordered"));
    return fields.make(
        () ->
            new DataFingerprint(
                fields.whole("images"),
                Geometry.SHAPE.read().apply(fields, "shape"),
                fields.text("pixels"),
                fields.text("labels"),
                fields.text("unordered")));
  }
}
