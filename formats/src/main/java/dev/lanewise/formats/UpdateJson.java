package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.layers.optim.GradientClip;
import dev.lanewise.layers.optim.Norm;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.optim.Penalty;
import dev.lanewise.layers.schedule.Constant;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.schedule.Schedule;
import dev.lanewise.layers.train.EarlyStopping;
import dev.lanewise.layers.train.UpdateOptions;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What is done to parameters besides the optimizer's rule, and when it ends, as JSON. */
final class UpdateJson {

  static final List<String> KEYS =
      List.of(
          "schedule", "per", "plateau", "groups", "penalties", "clip", "average", "accumulation");

  static final List<String> PLATEAU =
      List.of(
          "watch", "factor", "patience", "threshold", "relative", "cooldown", "minimum", "epsilon");

  static final List<String> GROUP = List.of("prefix", "kind", "rateFactor", "decay");

  static final List<String> PENALTY = List.of("prefix", "kind", "l1", "l2");

  static final List<String> STOPPING = List.of("watch", "patience", "least", "restore");

  static final Map<String, List<String>> CLIPS =
      Map.of("norm", List.of("most", "norm"), "value", List.of("most"));

  /** What a plateau or early stopping watches. */
  private enum Watch {
    LOSS(Plateau.Goal.SMALL),
    ACCURACY(Plateau.Goal.LARGE);

    private final Plateau.Goal goal;

    Watch(Plateau.Goal goal) {
      this.goal = goal;
    }
  }

  private UpdateJson() {}

  /** Reads the options; a schedule's length is the training's unless it is given. */
  static UpdateOptions read(JsonElement element, Spot spot, int epochs) {
    Fields fields = Fields.of(element, spot, KEYS);
    UpdateOptions.Per per =
        fields.choice("per", UpdateOptions.Per.class, UpdateOptions.Per.EPOCH_SMOOTHLY);
    Schedule schedule =
        fields
            .find("schedule")
            .map(
                e ->
                    ScheduleJson.read(
                        e, spot.at("schedule"), per == UpdateOptions.Per.STEP ? 0 : epochs))
            .orElseGet(Constant::new);
    List<ParameterGroup> groups =
        fields.has("groups")
            ? fields.list(
                "groups", i -> group(fields.array("groups").get(i), spot.at("groups[" + i + "]")))
            : List.of();
    List<Penalty> penalties =
        fields.has("penalties")
            ? fields.list(
                "penalties",
                i -> penalty(fields.array("penalties").get(i), spot.at("penalties[" + i + "]")))
            : List.of();
    return fields.make(
        () ->
            new UpdateOptions(
                schedule,
                schedule instanceof Constant && !fields.has("per") ? UpdateOptions.Per.STEP : per,
                fields.find("plateau").map(e -> plateau(e, spot.at("plateau"))),
                groups,
                penalties,
                fields.find("clip").map(e -> clip(e, spot.at("clip"))),
                fields.has("average")
                    ? OptionalDouble.of(fields.number("average"))
                    : OptionalDouble.empty(),
                fields.whole("accumulation", 1)));
  }

  private static Plateau plateau(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, PLATEAU);
    Plateau usual = Plateau.of(goal(fields));
    return fields.make(
        () ->
            new Plateau(
                usual.goal(),
                fields.number("factor", usual.factor()),
                fields.whole("patience", usual.patience()),
                fields.number("threshold", usual.threshold()),
                fields.flag("relative", usual.relative()),
                fields.whole("cooldown", usual.cooldown()),
                fields.number("minimum", usual.minimum()),
                fields.number("epsilon", usual.epsilon())));
  }

  private static Plateau.Goal goal(Fields fields) {
    return fields.choice("watch", Watch.class, Watch.LOSS).goal;
  }

  private static ParameterGroup group(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, GROUP);
    return fields.make(
        () ->
            new ParameterGroup(
                fields.text("prefix", ""),
                fields.choice("kind", ParameterGroup.Kind.class, ParameterGroup.Kind.ALL),
                fields.number("rateFactor", 1),
                fields.flag("decay", true)));
  }

  private static Penalty penalty(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, PENALTY);
    return fields.make(
        () ->
            new Penalty(
                fields.text("prefix", ""),
                fields.choice("kind", ParameterGroup.Kind.class, ParameterGroup.Kind.ALL),
                fields.number("l1", 0),
                fields.number("l2", 0)));
  }

  private static GradientClip clip(JsonElement element, Spot spot) {
    Typed typed = Typed.of(element, spot, "clip", CLIPS);
    Fields fields = typed.fields(spot, CLIPS);
    return fields.make(
        () ->
            typed.type().equals("norm")
                ? new GradientClip.ByNorm(
                    fields.number("most"), fields.choice("norm", Norm.class, Norm.EUCLIDEAN))
                : new GradientClip.ByValue(fields.number("most")));
  }

  static EarlyStopping stopping(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, STOPPING);
    return fields.make(
        () ->
            new EarlyStopping(
                goal(fields),
                fields.whole("patience"),
                fields.number("least", 0),
                fields.flag("restore", true)));
  }

  static JsonObject write(UpdateOptions update) {
    JsonObject object = new JsonObject();
    boolean constant = update.schedule() instanceof Constant;
    if (!constant) {
      object.add("schedule", ScheduleJson.write(update.schedule()));
    }
    if (update.per() != (constant ? UpdateOptions.Per.STEP : UpdateOptions.Per.EPOCH_SMOOTHLY)) {
      object.addProperty("per", Fields.nameOf(update.per()));
    }
    update.plateau().ifPresent(plateau -> object.add("plateau", write(plateau)));
    if (!update.groups().isEmpty()) {
      JsonArray groups = new JsonArray();
      update.groups().forEach(group -> groups.add(write(group)));
      object.add("groups", groups);
    }
    if (!update.penalties().isEmpty()) {
      JsonArray penalties = new JsonArray();
      update.penalties().forEach(penalty -> penalties.add(write(penalty)));
      object.add("penalties", penalties);
    }
    update.clip().ifPresent(clip -> object.add("clip", write(clip)));
    update.average().ifPresent(decay -> object.add("average", Json.number(decay)));
    if (update.accumulation() != 1) {
      object.addProperty("accumulation", update.accumulation());
    }
    return object;
  }

  private static JsonObject write(Plateau plateau) {
    Plateau usual = Plateau.of(plateau.goal());
    JsonObject object = new JsonObject();
    watch(object, plateau.goal());
    OptimizerJson.add(object, "factor", plateau.factor(), usual.factor());
    OptimizerJson.add(object, "patience", plateau.patience(), usual.patience());
    OptimizerJson.add(object, "threshold", plateau.threshold(), usual.threshold());
    if (!plateau.relative()) {
      object.addProperty("relative", false);
    }
    OptimizerJson.add(object, "cooldown", plateau.cooldown(), usual.cooldown());
    OptimizerJson.add(object, "minimum", plateau.minimum(), usual.minimum());
    OptimizerJson.add(object, "epsilon", plateau.epsilon(), usual.epsilon());
    return object;
  }

  private static void watch(JsonObject object, Plateau.Goal goal) {
    if (goal != Plateau.Goal.SMALL) {
      object.addProperty("watch", Fields.nameOf(Watch.ACCURACY));
    }
  }

  private static JsonObject write(ParameterGroup group) {
    JsonObject object = new JsonObject();
    if (!group.prefix().isEmpty()) {
      object.addProperty("prefix", group.prefix());
    }
    if (group.kind() != ParameterGroup.Kind.ALL) {
      object.addProperty("kind", Fields.nameOf(group.kind()));
    }
    OptimizerJson.add(object, "rateFactor", group.rateFactor(), 1);
    if (!group.decay()) {
      object.addProperty("decay", false);
    }
    return object;
  }

  private static JsonObject write(Penalty penalty) {
    JsonObject object = new JsonObject();
    if (!penalty.prefix().isEmpty()) {
      object.addProperty("prefix", penalty.prefix());
    }
    if (penalty.kind() != ParameterGroup.Kind.ALL) {
      object.addProperty("kind", Fields.nameOf(penalty.kind()));
    }
    OptimizerJson.add(object, "l1", penalty.l1(), 0);
    OptimizerJson.add(object, "l2", penalty.l2(), 0);
    return object;
  }

  private static JsonObject write(GradientClip clip) {
    JsonObject object;
    switch (clip) {
      case GradientClip.ByNorm(double most, Norm norm) -> {
        object = Typed.object("norm");
        object.add("most", Json.number(most));
        if (norm != Norm.EUCLIDEAN) {
          object.addProperty("norm", Fields.nameOf(norm));
        }
      }
      case GradientClip.ByValue(double most) -> {
        object = Typed.object("value");
        object.add("most", Json.number(most));
      }
    }
    return object;
  }

  static JsonObject write(EarlyStopping stopping) {
    JsonObject object = new JsonObject();
    watch(object, stopping.goal());
    object.addProperty("patience", stopping.patience());
    OptimizerJson.add(object, "least", stopping.least(), 0);
    if (!stopping.restore()) {
      object.addProperty("restore", false);
    }
    return object;
  }
}
