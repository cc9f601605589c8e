package dev.lanewise.testkit;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Records with any values that their constructors accept: extreme numbers as well as plain ones,
 * every constant of an enum, every form of a sealed interface.
 */
public final class RandomRecords {

  private static final int TRIES = 100_000;
  private static final double[] NUMBERS = {
    0.0, -0.0, 0.1, 0.9, 1, 1e-3, 1e-8, 1e-17, Math.nextDown(1.0), 20, 1e300, Double.MIN_VALUE
  };

  private final Map<Class<?>, Function<Random, ?>> own;

  /**
   * Makes a source.
   *
   * @param own how values of some types are made that must not have just any components
   */
  public RandomRecords(Map<Class<?>, Function<Random, ?>> own) {
    this.own = Map.copyOf(own);
  }

  /**
   * A value at random.
   *
   * @param random where it comes from
   * @param type a record, an enum, a sealed interface of records, or a number
   * @throws IllegalStateException if the record's constructor accepts nothing
   */
  @SuppressWarnings("unchecked")
  public <T> T draw(Random random, Class<T> type) {
    return (T) any(random, type);
  }

  private Object any(Random random, Class<?> type) {
    if (own.containsKey(type)) {
      return own.get(type).apply(random);
    }
    if (type == int.class) {
      return random.nextBoolean() ? random.nextInt(4) : 1 + random.nextInt(1000);
    }
    if (type == double.class) {
      return number(random);
    }
    if (type == boolean.class) {
      return random.nextBoolean();
    }
    if (type.isEnum()) {
      return oneOf(random, type.getEnumConstants());
    }
    if (type.isSealed()) {
      return any(random, oneOf(random, type.getPermittedSubclasses()));
    }
    if (type.isRecord()) {
      return record(random, type);
    }
    throw new IllegalArgumentException("No value of " + type + " can be made");
  }

  private static <E> E oneOf(Random random, E[] values) {
    return values[random.nextInt(values.length)];
  }

  private static double number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
      case 1 -> random.nextDouble();
      case 2 -> 10 * random.nextGaussian();
      default -> {
        double any = Double.longBitsToDouble(random.nextLong());
        yield Double.isFinite(any) ? any : Double.MAX_VALUE;
      }
    };
  }

  private Object record(Random random, Class<?> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    for (int i = 0; i < TRIES; i++) {
      Object[] values = Arrays.stream(types).map(it -> any(random, it)).toArray();
      try {
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        return constructor.newInstance(values);
      } catch (InvocationTargetException refused) {
        if (!(refused.getCause() instanceof IllegalArgumentException)) {
          throw new IllegalStateException(refused);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalStateException("Nothing makes a " + type);
  }
}
