package dev.lanewise.formats;

import com.google.gson.JsonPrimitive;
import dev.lanewise.layers.optim.GradientClip;
import dev.lanewise.layers.optim.Norm;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.optim.Penalty;
import dev.lanewise.layers.schedule.Constant;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.schedule.Schedule;
import dev.lanewise.layers.train.EarlyStopping;
import dev.lanewise.layers.train.UpdateOptions;
import dev.lanewise.layers.train.UpdateOptions.Per;

/** What is done to parameters besides the optimizer's rule, and when it ends, as JSON. */
final class UpdateJson {

  /** What a plateau or early stopping watches. */
  private enum Watch {
    LOSS,
    ACCURACY
  }

  private static final Codec<Plateau.Goal> WATCH =
      new Codec<>(
          (fields, key) -> Plateau.Goal.values()[fields.choice(key, Watch.class).ordinal()],
          goal -> new JsonPrimitive(Fields.nameOf(Watch.values()[goal.ordinal()])));

  static final Row<Plateau> PLATEAU =
      Row.of("", Plateau.of(Plateau.Goal.SMALL))
          .key("goal", "watch")
          .as("watch", WATCH)
          .as("patience", Codec.WHOLE_AS_NUMBER)
          .as("cooldown", Codec.WHOLE_AS_NUMBER)
          .word("plateau[:PATIENCE[:FACTOR]]", "patience", "factor");

  static final Row<EarlyStopping> STOPPING =
      Row.of("", new EarlyStopping(Plateau.Goal.SMALL, 1, 0, true))
          .key("goal", "watch")
          .as("watch", WATCH)
          .required("patience");

  static final Row<ParameterGroup> GROUP =
      Row.of("", new ParameterGroup("", ParameterGroup.Kind.ALL, 1, true));

  static final Row<Penalty> PENALTY = Row.of("", new Penalty("", ParameterGroup.Kind.ALL, 0, 0));

  static final Family<GradientClip> CLIPS =
      Family.of(
          "clip",
          Row.of("norm", new GradientClip.ByNorm(1, Norm.EUCLIDEAN)).required("most"),
          Row.of("value", new GradientClip.ByValue(1)).required("most"));

  /** A schedule is followed smoothly by epochs if nothing else is said, a constant one by steps. */
  static final Row<UpdateOptions> UPDATE =
      Row.of("", UpdateOptions.NONE)
          .as("schedule", Codec.of(ScheduleJson.SCHEDULES).readBy(UpdateJson::schedule))
          .usually(
              "per",
              parts -> parts.get("schedule") instanceof Constant ? Per.STEP : Per.EPOCH_SMOOTHLY);

  private UpdateJson() {}

  /** A schedule by epochs lasts as long as the training unless something else is said. */
  private static Schedule schedule(Fields fields, String key) {
    boolean steps = fields.has("per") && fields.choice("per", Per.class) == Per.STEP;
    return ScheduleJson.SCHEDULES.read(
        fields.get(key), fields.spot().at(key), steps ? 0 : fields.rest());
  }
}
