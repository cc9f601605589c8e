package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.loss.ClassWeights;
import dev.lanewise.layers.model.AugmentRecipe;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.optim.GradientClip;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.optim.Penalty;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.schedule.Schedule;
import dev.lanewise.layers.train.EarlyStopping;
import dev.lanewise.layers.train.UpdateOptions;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How the values of one Java type stand in JSON.
 *
 * @param <V> the type
 * @param read the value of a key; throws {@link FormatException} if it is missing or wrong
 * @param write a value as JSON
 */
record Codec<V>(BiFunction<Fields, String, V> read, Function<V, JsonElement> write) {

  static final Codec<Integer> WHOLE = new Codec<>(Fields::whole, JsonPrimitive::new);

  /** Written as a double is, 20 as 2E+1: some numbers of model files have always been like that. */
  static final Codec<Integer> WHOLE_AS_NUMBER = new Codec<>(Fields::whole, Json::number);

  static final Codec<Double> NUMBER = new Codec<>(Fields::number, Json::number);

  /** What the components of records may be; each is looked up when the first record has it. */
  private static final Map<Class<?>, Supplier<Codec<?>>> BY_TYPE =
      Map.ofEntries(
          Map.entry(int.class, () -> WHOLE),
          Map.entry(Integer.class, () -> WHOLE),
          Map.entry(double.class, () -> NUMBER),
          Map.entry(Double.class, () -> NUMBER),
          Map.entry(boolean.class, () -> new Codec<>(Fields::flag, JsonPrimitive::new)),
          Map.entry(String.class, () -> new Codec<String>(Fields::text, JsonPrimitive::new)),
          Map.entry(OptionalInt.class, () -> WHOLE.map(OptionalInt::of, OptionalInt::orElseThrow)),
          Map.entry(
              OptionalDouble.class,
              () -> NUMBER.map(OptionalDouble::of, OptionalDouble::orElseThrow)),
          Map.entry(Initializer.class, () -> of(InitializerJson.INITIALIZERS)),
          Map.entry(ClassWeights.class, () -> LossJson.WEIGHTS),
          Map.entry(Shape.class, () -> Geometry.SHAPE),
          Map.entry(Geometry.Pair.class, () -> Geometry.PAIR),
          Map.entry(Halo.class, () -> Geometry.SIDES),
          Map.entry(Padding.class, () -> Geometry.PADDING),
          Map.entry(Bias.class, () -> Geometry.BIAS),
          Map.entry(DataRecipe.class, () -> of(RecipeJson.DATA)),
          Map.entry(AugmentRecipe.class, () -> AugmentJson.AUGMENT),
          Map.entry(Optimizer.class, () -> of(OptimizerJson.OPTIMIZERS)),
          Map.entry(UpdateOptions.class, () -> of(UpdateJson.UPDATE)),
          Map.entry(Schedule.class, () -> of(ScheduleJson.SCHEDULES)),
          Map.entry(Plateau.class, () -> of(UpdateJson.PLATEAU)),
          Map.entry(ParameterGroup.class, () -> of(UpdateJson.GROUP)),
          Map.entry(Penalty.class, () -> of(UpdateJson.PENALTY)),
          Map.entry(GradientClip.class, () -> of(UpdateJson.CLIPS)),
          Map.entry(EarlyStopping.class, () -> of(UpdateJson.STOPPING)),
          Map.entry(Recipe.Validation.class, () -> of(RecipeJson.VALIDATION)),
          Map.entry(Recipe.Report.class, () -> of(RecipeJson.REPORT)));

  /**
   * What stands for itself, wherever it is: at a key or in a list.
   *
   * @param <V> its type
   */
  interface Element<V> {

    /**
     * Reads it.
     *
     * @param rest steps that are left for a schedule in it; below 1 if that is not known
     * @throws FormatException if something is wrong with it
     */
    V read(JsonElement element, Spot spot, int rest);

    /** The same where nothing is known of steps. */
    default V read(JsonElement element, Spot spot) {
      return read(element, spot, 0);
    }

    JsonElement write(V value);
  }

  static <V> Codec<V> of(Element<V> element) {
    return new Codec<>(
        (fields, key) -> element.read(fields.get(key), fields.spot().at(key), fields.rest()),
        element::write);
  }

  /** A list of what a codec knows. */
  static <V> Codec<List<V>> list(Codec<V> codec) {
    return new Codec<>(
        (fields, key) ->
            fields.elements(
                key,
                (element, spot, i) -> {
                  String place = key + "[" + i + "]";
                  return codec.read.apply(fields.only(place, element), place);
                }),
        values -> array(values, codec.write));
  }

  static <V> JsonArray array(List<V> values, Function<V, JsonElement> write) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(write.apply(value)));
    return array;
  }

  /** A whole number that has a least value. */
  static Codec<Integer> atLeast(int least) {
    return WHOLE.readBy(
        (fields, key) -> {
          int value = fields.whole(key);
          if (value < least) {
            throw fields.wrong(key, "at least " + least, fields.get(key));
          }
          return value;
        });
  }

  /** The same, read in another way. */
  Codec<V> readBy(BiFunction<Fields, String, V> reading) {
    return new Codec<>(reading, write);
  }

  private <W> Codec<W> map(Function<V, W> forth, Function<W, V> back) {
    return new Codec<>(
        (fields, key) -> forth.apply(read.apply(fields, key)),
        value -> write.apply(back.apply(value)));
  }

  /** Whether values of a type stand in JSON as a whole. */
  static boolean knows(Class<?> type) {
    return BY_TYPE.containsKey(type);
  }

  /** The codec of a component's type. */
  static Codec<?> of(RecordComponent component) {
    return of(component.getGenericType());
  }

  private static Codec<?> of(Type type) {
    if (type instanceof Class<?> plain) {
      Supplier<Codec<?>> known = BY_TYPE.get(plain);
      if (known != null) {
        return known.get();
      }
      if (plain.isEnum()) {
        return new Codec<Enum<?>>(
            (fields, key) -> fields.choice(key, plain),
            value -> new JsonPrimitive(Fields.nameOf(value)));
      }
    } else if (type instanceof ParameterizedType generic) {
      Codec<?> inner = of(generic.getActualTypeArguments()[0]);
      if (generic.getRawType() == List.class) {
        return list(inner);
      }
      if (generic.getRawType() == Optional.class) {
        return optional(inner);
      }
    }
    throw new IllegalStateException("No codec for: " + type);
  }

  /** For values that may be there; where they are not, nobody asks. */
  private static <V> Codec<Optional<V>> optional(Codec<V> codec) {
    return codec.map(Optional::of, Optional::orElseThrow);
  }
}
