package dev.lanewise.formats;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Records taken apart and put together again, by the paths of their components. */
final class Parts {

  private interface Reflection {

    Object run() throws ReflectiveOperationException;
  }

  private Parts() {}

  /**
   * The values of a record's components: {@code rows.kernel} is a component of the component {@code
   * rows}.
   *
   * @param whole whether a component stays together, though it is a record
   */
  static Map<String, Object> of(Object record, Predicate<RecordComponent> whole) {
    Map<String, Object> parts = new LinkedHashMap<>();
    add(record, "", whole, parts);
    return parts;
  }

  private static void add(
      Object record, String prefix, Predicate<RecordComponent> whole, Map<String, Object> parts) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = call(() -> component.getAccessor().invoke(record));
      String path = prefix + component.getName();
      if (whole.test(component)) {
        parts.put(path, value);
      } else {
        add(value, path + ".", whole, parts);
      }
    }
  }

  /** The record of such values; what its constructor throws comes through as it is. */
  static Object make(Class<?> type, Map<String, Object> parts) {
    return make(type, "", parts);
  }

  private static Object make(Class<?> type, String prefix, Map<String, Object> parts) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      String path = prefix + components[i].getName();
      Object value = parts.get(path);
      values[i] = value == null ? make(components[i].getType(), path + ".", parts) : value;
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return call(() -> type.getDeclaredConstructor(types).newInstance(values));
  }

  private static Object call(Reflection reflection) {
    try {
      return reflection.run();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
