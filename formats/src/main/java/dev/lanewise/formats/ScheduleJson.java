package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.layers.schedule.Chain;
import dev.lanewise.layers.schedule.Constant;
import dev.lanewise.layers.schedule.CosineDecay;
import dev.lanewise.layers.schedule.CosineRestarts;
import dev.lanewise.layers.schedule.ExponentialDecay;
import dev.lanewise.layers.schedule.LinearWarmUp;
import dev.lanewise.layers.schedule.MultiStepDecay;
import dev.lanewise.layers.schedule.OneCycle;
import dev.lanewise.layers.schedule.PolynomialDecay;
import dev.lanewise.layers.schedule.Schedule;
import dev.lanewise.layers.schedule.Sequence;
import dev.lanewise.layers.schedule.StepDecay;
import java.util.List;
import java.util.Map;

/** Learning-rate schedules as JSON. */
final class ScheduleJson {

  private static final OneCycle ONE_CYCLE = OneCycle.of(1, 2);

  static final Map<String, List<String>> SCHEDULES =
      Map.ofEntries(
          Map.entry("constant", List.of()),
          Map.entry("step", List.of("every", "gamma")),
          Map.entry("multi-step", List.of("milestones", "gamma")),
          Map.entry("exponential", List.of("gamma")),
          Map.entry("polynomial", List.of("length", "power")),
          Map.entry("cosine", List.of("length", "minimum")),
          Map.entry("cosine-restarts", List.of("first", "factor", "minimum")),
          Map.entry("warm-up", List.of("length", "start", "end")),
          Map.entry(
              "one-cycle",
              List.of(
                  "highest",
                  "length",
                  "rising",
                  "shape",
                  "divisor",
                  "finalDivisor",
                  "threePhases",
                  "lowMomentum",
                  "highMomentum")),
          Map.entry("sequence", List.of("schedules", "milestones")),
          Map.entry("chain", List.of("schedules")));

  private ScheduleJson() {}

  /**
   * Reads a schedule.
   *
   * @param rest steps that are left to it, which is the default of a length; below 1 if that is not
   *     known
   */
  static Schedule read(JsonElement element, Spot spot, int rest) {
    Typed typed = Typed.of(element, spot, "schedule", SCHEDULES);
    Fields fields = typed.fields(spot, SCHEDULES);
    return fields.make(() -> read(typed.type(), fields, rest));
  }

  private static Schedule read(String type, Fields fields, int rest) {
    return switch (type) {
      case "constant" -> new Constant();
      case "step" -> new StepDecay(fields.whole("every"), fields.number("gamma", 0.1));
      case "multi-step" -> new MultiStepDecay(milestones(fields), fields.number("gamma", 0.1));
      case "exponential" -> new ExponentialDecay(fields.number("gamma"));
      case "polynomial" -> new PolynomialDecay(length(fields, rest), fields.number("power", 1));
      case "cosine" -> new CosineDecay(length(fields, rest), fields.number("minimum", 0));
      case "cosine-restarts" ->
          new CosineRestarts(
              fields.whole("first"), fields.whole("factor", 1), fields.number("minimum", 0));
      case "warm-up" ->
          new LinearWarmUp(
              length(fields, rest), fields.number("start", 0.1), fields.number("end", 1));
      case "one-cycle" ->
          new OneCycle(
              fields.number("highest"),
              length(fields, rest),
              fields.number("rising", ONE_CYCLE.rising()),
              fields.choice("shape", OneCycle.Shape.class, ONE_CYCLE.shape()),
              fields.number("divisor", ONE_CYCLE.divisor()),
              fields.number("finalDivisor", ONE_CYCLE.finalDivisor()),
              fields.flag("threePhases", ONE_CYCLE.threePhases()),
              fields.number("lowMomentum", ONE_CYCLE.lowMomentum()),
              fields.number("highMomentum", ONE_CYCLE.highMomentum()));
      case "sequence" -> {
        List<Integer> milestones = milestones(fields);
        JsonArray array = fields.array("schedules");
        yield new Sequence(
            fields.list(
                "schedules",
                i -> {
                  int begin = i == 0 ? 0 : at(milestones, i - 1, rest);
                  return read(array.get(i), part(fields, i), at(milestones, i, rest) - begin);
                }),
            milestones);
      }
      case "chain" -> {
        JsonArray array = fields.array("schedules");
        yield new Chain(fields.list("schedules", i -> read(array.get(i), part(fields, i), rest)));
      }
      default -> throw new IllegalStateException("No reader for: " + type);
    };
  }

  private static int at(List<Integer> milestones, int index, int rest) {
    return index < milestones.size() ? milestones.get(index) : rest;
  }

  private static Spot part(Fields fields, int index) {
    return fields.spot().at("schedules[" + index + "]");
  }

  private static int length(Fields fields, int rest) {
    return rest < 1 ? fields.whole("length") : fields.whole("length", rest);
  }

  private static List<Integer> milestones(Fields fields) {
    return fields.wholes("milestones");
  }

  static JsonElement write(Schedule schedule) {
    JsonObject object =
        switch (schedule) {
          case Constant() -> Typed.object("constant");
          case StepDecay(int every, double gamma) -> {
            JsonObject written = whole("step", "every", every);
            OptimizerJson.add(written, "gamma", gamma, 0.1);
            yield written;
          }
          case MultiStepDecay(List<Integer> milestones, double gamma) -> {
            JsonObject written = Typed.object("multi-step");
            written.add("milestones", wholes(milestones));
            OptimizerJson.add(written, "gamma", gamma, 0.1);
            yield written;
          }
          case ExponentialDecay(double gamma) -> {
            JsonObject written = Typed.object("exponential");
            written.add("gamma", Json.number(gamma));
            yield written;
          }
          case PolynomialDecay(int steps, double power) -> {
            JsonObject written = whole("polynomial", "length", steps);
            OptimizerJson.add(written, "power", power, 1);
            yield written;
          }
          case CosineDecay(int steps, double minimum) -> {
            JsonObject written = whole("cosine", "length", steps);
            OptimizerJson.add(written, "minimum", minimum, 0);
            yield written;
          }
          case CosineRestarts(int first, int factor, double minimum) -> {
            JsonObject written = whole("cosine-restarts", "first", first);
            OptimizerJson.add(written, "factor", factor, 1);
            OptimizerJson.add(written, "minimum", minimum, 0);
            yield written;
          }
          case LinearWarmUp(int steps, double start, double end) -> {
            JsonObject written = whole("warm-up", "length", steps);
            OptimizerJson.add(written, "start", start, 0.1);
            OptimizerJson.add(written, "end", end, 1);
            yield written;
          }
          case OneCycle cycle -> write(cycle);
          case Sequence(List<Schedule> schedules, List<Integer> milestones) -> {
            JsonObject written = Typed.object("sequence");
            written.add("schedules", all(schedules));
            written.add("milestones", wholes(milestones));
            yield written;
          }
          case Chain(List<Schedule> schedules) -> {
            JsonObject written = Typed.object("chain");
            written.add("schedules", all(schedules));
            yield written;
          }
        };
    return Typed.shortest(object);
  }

  private static JsonObject write(OneCycle cycle) {
    JsonObject object = Typed.object("one-cycle");
    object.add("highest", Json.number(cycle.highest()));
    object.addProperty("length", cycle.steps());
    OptimizerJson.add(object, "rising", cycle.rising(), ONE_CYCLE.rising());
    if (cycle.shape() != ONE_CYCLE.shape()) {
      object.addProperty("shape", Fields.nameOf(cycle.shape()));
    }
    OptimizerJson.add(object, "divisor", cycle.divisor(), ONE_CYCLE.divisor());
    OptimizerJson.add(object, "finalDivisor", cycle.finalDivisor(), ONE_CYCLE.finalDivisor());
    OptimizerJson.add(object, "threePhases", cycle.threePhases());
    OptimizerJson.add(object, "lowMomentum", cycle.lowMomentum(), ONE_CYCLE.lowMomentum());
    OptimizerJson.add(object, "highMomentum", cycle.highMomentum(), ONE_CYCLE.highMomentum());
    return object;
  }

  private static JsonObject whole(String type, String key, int value) {
    JsonObject object = Typed.object(type);
    object.addProperty(key, value);
    return object;
  }

  private static JsonArray wholes(List<Integer> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  private static JsonArray all(List<Schedule> schedules) {
    JsonArray array = new JsonArray();
    schedules.forEach(schedule -> array.add(write(schedule)));
    return array;
  }
}
