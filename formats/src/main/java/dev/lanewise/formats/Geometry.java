package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import java.util.List;
import java.util.function.Supplier;

/** Shapes, pairs and borders as JSON: one number where all are equal. */
final class Geometry {

  /** A number for rows and one for columns. */
  record Pair(int rows, int columns) {

    static final Pair ONES = new Pair(1, 1);
    static final Pair ZEROS = new Pair(0, 0);
  }

  private static final String ROW = "a whole number, [before, after], \"same\" or \"valid\"";

  static final Codec<Pair> PAIR =
      new Codec<>(
          (fields, key) -> {
            int[] given = fields.wholes(key, "a whole number or [rows, columns]", 2);
            return new Pair(given[0], given[given.length - 1]);
          },
          Geometry::write);

  static final Codec<Shape> SHAPE =
      new Codec<>(
          (fields, key) -> {
            int[] sizes = fields.wholes(key, "a whole number or [channels, height, width]", 3);
            return sizes.length == 1
                ? Shape.flat(sizes[0])
                : new Shape(sizes[0], sizes[1], sizes[2]);
          },
          shape -> wholes(shape.channels(), shape.height(), shape.width()));

  /** Pixels on each side. */
  static final Codec<Halo> SIDES = new Codec<>(Geometry::sides, Geometry::write);

  static final Codec<Padding> PADDING =
      new Codec<>(
          (fields, key) ->
              named(
                  fields,
                  key,
                  "a whole number, [rows, columns], [top, left, bottom, right], \"same\" or"
                      + " \"valid\"",
                  () -> new Padding(Padding.Rule.EXPLICIT, sides(fields, key))),
          padding -> write(padding, write(padding.explicit())));

  /** Of one axis. */
  static final Codec<Padding> ROW_PADDING =
      new Codec<>(
          (fields, key) -> named(fields, key, ROW, () -> row(fields, key)),
          padding -> write(padding, row(padding.explicit())));

  /** {@code true} and {@code false} for the two that most layers know. */
  static final Codec<Bias> BIAS =
      new Codec<>(
          (fields, key) -> {
            if (fields.isFlag(key)) {
              return fields.flag(key) ? Bias.CHANNEL : Bias.NONE;
            }
            return (Bias) fields.choice(key, Bias.class);
          },
          bias -> new JsonPrimitive(Fields.nameOf(bias)));

  private Geometry() {}

  private static Padding named(Fields fields, String key, String rule, Supplier<Padding> sizes) {
    JsonElement given = fields.get(key);
    if (!Fields.isText(given)) {
      return sizes.get();
    }
    return switch (given.getAsString()) {
      case "same" -> Padding.SAME;
      case "valid" -> Padding.VALID;
      default -> throw fields.wrong(key, rule, given);
    };
  }

  private static Halo sides(Fields fields, String key) {
    int[] sides =
        fields.wholes(key, "a whole number, [rows, columns] or [top, left, bottom, right]", 2, 4);
    notNegative(fields, key, "at least 0 on every side", sides);
    return switch (sides.length) {
      case 1 -> new Halo(sides[0], sides[0], sides[0], sides[0]);
      case 2 -> new Halo(sides[0], sides[1], sides[0], sides[1]);
      default -> new Halo(sides[0], sides[1], sides[2], sides[3]);
    };
  }

  private static Padding row(Fields fields, String key) {
    int[] sides = fields.wholes(key, ROW, 2);
    notNegative(fields, key, "at least 0 on both sides", sides);
    return Padding.of(0, sides[0], 0, sides[sides.length - 1]);
  }

  private static void notNegative(Fields fields, String key, String rule, int... sides) {
    for (int side : sides) {
      if (side < 0) {
        throw fields.wrong(key, rule, fields.get(key));
      }
    }
  }

  private static JsonElement write(Pair pair) {
    return pair.rows() == pair.columns()
        ? new JsonPrimitive(pair.rows())
        : wholes(pair.rows(), pair.columns());
  }

  private static JsonElement write(Halo halo) {
    boolean symmetric = halo.top() == halo.bottom() && halo.left() == halo.right();
    return symmetric
        ? write(new Pair(halo.top(), halo.left()))
        : wholes(halo.top(), halo.left(), halo.bottom(), halo.right());
  }

  private static JsonElement row(Halo halo) {
    return write(new Pair(halo.left(), halo.right()));
  }

  private static JsonElement write(Padding padding, JsonElement sizes) {
    if (padding.equals(Padding.SAME)) {
      return new JsonPrimitive("same");
    }
    if (padding.rule() == Padding.Rule.SAME) {
      throw new IllegalArgumentException(
          "Padding by the rule \"same\" has no sizes of its own. Received: " + padding);
    }
    return sizes;
  }

  private static JsonArray wholes(Integer... numbers) {
    return Codec.array(List.of(numbers), JsonPrimitive::new);
  }
}
