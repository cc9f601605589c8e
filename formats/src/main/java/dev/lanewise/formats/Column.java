package dev.lanewise.formats;

import com.google.gson.JsonObject;
import dev.lanewise.formats.Geometry.Pair;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A key of a {@link Row}.
 *
 * @param key the key
 * @param paths the component that it stands for, or two, for rows and columns
 * @param codec how values stand in JSON
 * @param usual the default, which may follow from the keys before
 * @param traits what else is unlike the rule
 */
record Column(
    String key,
    List<String> paths,
    Codec<?> codec,
    Function<Map<String, Object>, Object> usual,
    Set<Trait> traits) {

  /** What is unlike the rule. */
  enum Trait {
    /** Its codec is asked even if the key is missing, which most of them refuse. */
    ASKED,
    /** Is written even if it has its default. */
    WRITTEN,
    /** Is written before the others. */
    EARLY,
    /** Files don't have it: it always has its default. */
    FIXED
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  Column with(Trait trait) {
    Set<Trait> more = EnumSet.of(trait);
    more.addAll(traits);
    return new Column(key, paths, codec, usual, more);
  }

  Column withKey(String newKey) {
    return new Column(newKey, paths, codec, usual, traits);
  }

  Column withCodec(Codec<?> newCodec) {
    return new Column(key, paths, newCodec, usual, traits);
  }

  Column withUsual(Function<Map<String, Object>, Object> newUsual) {
    return new Column(key, paths, codec, newUsual, traits);
  }

  /** The value among a record's parts. */
  Object of(Map<String, Object> parts) {
    Object first = parts.get(paths.getFirst());
    return paths.size() == 1
        ? first
        : new Pair((Integer) first, (Integer) parts.get(paths.getLast()));
  }

  /** Puts a value where it belongs. */
  void put(Object value, Map<String, Object> parts) {
    if (paths.size() > 1 && value instanceof Pair(int rows, int columns)) {
      parts.put(paths.getFirst(), rows);
      parts.put(paths.getLast(), columns);
    } else {
      parts.put(paths.getFirst(), value);
    }
  }

  void read(Fields fields, Map<String, Object> parts) {
    put(
        is(Trait.ASKED) || !is(Trait.FIXED) && fields.has(key)
            ? codec.read().apply(fields, key)
            : usual.apply(parts),
        parts);
  }

  @SuppressWarnings("unchecked")
  void write(Map<String, Object> parts, JsonObject object) {
    Object value = of(parts);
    if (is(Trait.FIXED)) {
      if (!value.equals(usual.apply(parts))) {
        throw new IllegalArgumentException(
            "A file can't say %s. Expected: %s. Received: %s"
                .formatted(key, usual.apply(parts), value));
      }
    } else if (is(Trait.WRITTEN) || !value.equals(usual.apply(parts))) {
      object.add(key, ((Codec<Object>) codec).write().apply(value));
    }
  }
}
