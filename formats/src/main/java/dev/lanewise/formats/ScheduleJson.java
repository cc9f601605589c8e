package dev.lanewise.formats;

import com.google.gson.JsonPrimitive;
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

/** Learning-rate schedules as JSON. */
final class ScheduleJson {

  static final Family<Schedule> SCHEDULES =
      Family.of(
          "schedule",
          Row.of("constant", new Constant()).word("constant"),
          lasting("cosine", new CosineDecay(1)).word("cosine[:LEAST]", "minimum").shown("cosine"),
          lasting("one-cycle", OneCycle.of(1, 2))
              .required("highest")
              .word("one-cycle[:RISING]", ScheduleJson::oneCycle)
              .shown("one-cycle"),
          lasting("polynomial", new PolynomialDecay(1, 1))
              .word("linear")
              .word("polynomial:POWER", "power"),
          Row.of("step", new StepDecay(1, 0.1))
              .required("every")
              .word("step:EVERY[:GAMMA]", "every", "gamma"),
          Row.of("multi-step", new MultiStepDecay(List.of(1), 0.1))
              .required("milestones")
              .word("multi-step:EPOCH[:EPOCH...]", "milestones")
              .shown("multi-step:EPOCH:EPOCH..."),
          Row.of("exponential", new ExponentialDecay(1))
              .required("gamma")
              .word("exponential:GAMMA", "gamma"),
          Row.of("cosine-restarts", new CosineRestarts(1, 1, 0))
              .required("first")
              .as("factor", Codec.WHOLE_AS_NUMBER)
              .word("cosine-restarts:FIRST[:FACTOR]", "first", "factor"),
          lasting("warm-up", new LinearWarmUp(1, 0.1)),
          Row.of("sequence", new Sequence(List.of(new Constant()), List.of()))
              .required("schedules", "milestones")
              .as("schedules", sequence()),
          Row.of("chain", new Chain(List.of(new Constant()))).required("schedules"));

  private ScheduleJson() {}

  /** Lasts as long as there are steps left, if nothing is said. */
  private static <T extends Record & Schedule> Row<T> lasting(String id, T usual) {
    return Row.of(id, usual)
        .key("steps", "length")
        .required("length")
        .as(
            "length",
            new Codec<>(
                (fields, key) ->
                    fields.has(key) || fields.rest() < 1 ? fields.whole(key) : fields.rest(),
                JsonPrimitive::new));
  }

  /** Two steps at least: one up, one down. */
  private static OneCycle oneCycle(Word.Numbers numbers) {
    OneCycle usual =
        OneCycle.of(
            numbers.known("highest", 1), Math.max(2, numbers.whole(numbers.known("length", 2))));
    return new OneCycle(
        usual.highest(),
        usual.steps(),
        numbers.number(0, usual.rising()),
        usual.shape(),
        usual.divisor(),
        usual.finalDivisor(),
        usual.threePhases(),
        usual.lowMomentum(),
        usual.highMomentum());
  }

  /** A part of a sequence lasts from its milestone to the next, the last one to the end. */
  private static Codec<List<Schedule>> sequence() {
    Codec<List<Integer>> milestones = Codec.list(Codec.WHOLE);
    return new Codec<>(
        (fields, key) -> {
          List<Integer> ends = milestones.read().apply(fields, "milestones");
          return fields.elements(
              key,
              (part, spot, i) -> {
                int begin = i == 0 ? 0 : end(ends, i - 1, fields);
                return SCHEDULES.read(part, spot, end(ends, i, fields) - begin);
              });
        },
        schedules -> Codec.array(schedules, schedule -> SCHEDULES.write(schedule)));
  }

  private static int end(List<Integer> milestones, int part, Fields fields) {
    return part < milestones.size() ? milestones.get(part) : fields.rest();
  }
}
