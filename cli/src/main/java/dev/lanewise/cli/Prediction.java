package dev.lanewise.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a network says of one image.
 *
 * @param input what the user calls it
 * @param best the likeliest classes, best first
 * @param names their names
 * @param results their numbers
 * @param label the right class, where it is known
 * @param truth its name, or ""
 */
record Prediction(
    String input,
    List<Integer> best,
    List<String> names,
    List<Float> results,
    OptionalInt label,
    String truth) {

  /** Copies the lists. */
  Prediction {
    best = List.copyOf(best);
    names = List.copyOf(names);
    results = List.copyOf(results);
  }

  /** As a line for people. */
  String text(Meaning meaning) {
    StringBuilder line = new StringBuilder(Printable.name(input)).append(": ");
    for (int i = 0; i < best.size(); i++) {
      line.append(i == 0 ? "" : ", ")
          .append(Printable.name(names.get(i)))
          .append(' ')
          .append(meaning.text(results.get(i)));
    }
    if (label.isPresent()) {
      line.append(" (it is ").append(Printable.name(truth)).append(')');
    }
    return line.toString();
  }

  /** As an object. */
  JsonObject json(Meaning meaning) {
    JsonMembers json =
        new JsonMembers()
            .put("input", input)
            .put("class", best, JsonPrimitive::new)
            .put("name", names, JsonPrimitive::new)
            .put(meaning.member(), results, result -> JsonMembers.number(result));
    return label.isPresent() ? json.put("label", label.getAsInt()).build() : json.build();
  }

  /** As a row of comma-separated values. */
  String csv() {
    StringBuilder row = new StringBuilder(Csv.file(input));
    for (int i = 0; i < best.size(); i++) {
      float result = results.get(i);
      row.append(',')
          .append(best.get(i))
          .append(',')
          .append(Csv.text(names.get(i)))
          .append(',')
          .append(Float.isFinite(result) ? Float.toString(result) : "");
    }
    return label.isPresent() ? row.append(',').append(label.getAsInt()).toString() : row.toString();
  }

  /** The names of a row's fields. */
  static String header(Meaning meaning, int count, boolean labelled) {
    StringBuilder header = new StringBuilder("input");
    for (int i = 1; i <= count; i++) {
      String number = i == 1 ? "" : Integer.toString(i);
      header.append(",class").append(number).append(",name").append(number);
      header.append(',').append(meaning.member()).append(number);
    }
    return labelled ? header.append(",label").toString() : header.toString();
  }
}
