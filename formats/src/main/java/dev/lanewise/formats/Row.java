package dev.lanewise.formats;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.formats.Column.Trait;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of one type for files: its keys are the components of a record, those of a record
 * in it among them, its defaults are a prototype's values, and only what differs from them is
 * written. What is unlike that is said key by key.
 *
 * @param <T> the type
 */
final class Row<T> implements Codec.Element<T> {

  private final String id;
  private final Class<?> type;
  private final Form<T> form;
  private final UnaryOperator<List<Column>> changes;
  private final Map<String, String> aliases;
  private final List<Word<T>> words;
  private @Nullable List<Column> columns;

  /**
   * What is taken apart.
   *
   * @param usual defaults
   * @param open a value's form
   * @param close the value of a form
   */
  private record Form<T>(Object usual, Function<T, Object> open, Function<Object, T> close) {}

  private Row(
      String id,
      Class<?> type,
      Form<T> form,
      UnaryOperator<List<Column>> changes,
      Map<String, String> aliases,
      List<Word<T>> words) {
    this.id = id;
    this.type = type;
    this.form = form;
    this.changes = changes;
    this.aliases = aliases;
    this.words = words;
  }

  /**
   * A record.
   *
   * @param id what {@code type} says in files; empty if nothing does
   * @param usual its defaults; what is {@link #required} may have any value
   */
  @SuppressWarnings("unchecked")
  static <T extends Record> Row<T> of(String id, T usual) {
    Form<T> itself = new Form<>(usual, value -> value, made -> (T) made);
    return new Row<>(id, usual.getClass(), itself, UnaryOperator.identity(), Map.of(), List.of());
  }

  /**
   * A type that files know in another form.
   *
   * @param usual defaults of that form, a record whose components are the keys
   * @param open a value's form
   * @param close the value of a form
   */
  @SuppressWarnings("unchecked")
  static <T, F extends Record> Row<T> of(
      String id, Class<T> type, F usual, Function<T, F> open, Function<F, T> close) {
    Form<T> form = new Form<>(usual, open::apply, made -> close.apply((F) made));
    return new Row<>(id, type, form, UnaryOperator.identity(), Map.of(), List.of());
  }

  private Row<T> changed(UnaryOperator<List<Column>> change) {
    return new Row<>(id, type, form, all -> change.apply(changes.apply(all)), aliases, words);
  }

  private Row<T> changed(String key, UnaryOperator<Column> change) {
    return changed(
        all -> {
          List<Column> result = new ArrayList<>(all);
          result.set(index(all, key), change.apply(result.get(index(all, key))));
          return result;
        });
  }

  private static int index(List<Column> columns, String key) {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No such key: " + key));
  }

  private Row<T> traits(Trait trait, String... keys) {
    Row<T> row = this;
    for (String key : keys) {
      row = row.changed(key, column -> column.with(trait));
    }
    return row;
  }

  /** Must be given, and is always written. */
  Row<T> required(String... keys) {
    return asked(keys).written(keys);
  }

  /** Is always read: its codec knows what to do where the key is missing. */
  Row<T> asked(String... keys) {
    return traits(Trait.ASKED, keys);
  }

  /** Is written even where it has its default. */
  Row<T> written(String... keys) {
    return traits(Trait.WRITTEN, keys);
  }

  /** All are written, whatever they are: those of activations always were. */
  Row<T> allWritten() {
    return changed(all -> all.stream().map(column -> column.with(Trait.WRITTEN)).toList());
  }

  /** Are not for files: a value must have the defaults. */
  Row<T> fixed(String... keys) {
    return traits(Trait.FIXED, keys);
  }

  /** Is written before the others. */
  Row<T> early(String key) {
    return traits(Trait.EARLY, key);
  }

  /** Has a key that is not its component's name. */
  Row<T> key(String component, String key) {
    return changed(component, column -> column.withKey(key));
  }

  /** Stands in JSON in another way than its type does elsewhere. */
  Row<T> as(String key, Codec<?> codec) {
    return changed(key, column -> column.withCodec(codec));
  }

  /** Has a default that follows from parts before it. */
  Row<T> usually(String key, Function<Map<String, Object>, Object> usual) {
    return changed(key, column -> column.withUsual(usual));
  }

  /** Is by default what another key before it is. */
  Row<T> usually(String key, String other) {
    return changed(
        all -> {
          Column before = all.get(index(all, other));
          return replaced(all, index(all, key), all.get(index(all, key)).withUsual(before::of));
        });
  }

  /** Is one key for rows and columns, in the place of the first. */
  Row<T> pair(String key, String rows, String columns) {
    return changed(all -> paired(all, key, rows, columns));
  }

  private static List<Column> paired(List<Column> all, String key, String rows, String columns) {
    Column first = all.stream().filter(c -> c.paths().contains(rows)).findFirst().orElseThrow();
    Column second = all.stream().filter(c -> c.paths().contains(columns)).findFirst().orElseThrow();
    Function<Map<String, Object>, Object> usual =
        parts ->
            new Geometry.Pair(
                (Integer) first.usual().apply(parts), (Integer) second.usual().apply(parts));
    Column pair = new Column(key, List.of(rows, columns), Geometry.PAIR, usual, first.traits());
    return replaced(all, all.indexOf(first), pair).stream()
        .filter(column -> !column.equals(second))
        .toList();
  }

  private static List<Column> replaced(List<Column> all, int index, Column column) {
    List<Column> result = new ArrayList<>(all);
    result.set(index, column);
    return result;
  }

  /** Has a record for rows and an equal one for columns, whose components are pairs in files. */
  Row<T> zipped(String rows, String columns) {
    return changed(
        all -> {
          List<Column> result = all;
          for (Column column : all) {
            String path = column.paths().getFirst();
            if (path.startsWith(rows + ".")) {
              result = paired(result, column.key(), path, columns + path.substring(rows.length()));
            }
          }
          return result;
        });
  }

  /** May be given by another key, too. */
  Row<T> alias(String key, String alias) {
    Map<String, String> more = new HashMap<>(aliases);
    more.put(alias, key);
    return new Row<>(id, type, form, changes, more, words);
  }

  String id() {
    return id;
  }

  Class<?> type() {
    return type;
  }

  List<String> keys() {
    return columns().stream().filter(c -> !c.is(Trait.FIXED)).map(Column::key).toList();
  }

  /** The key that each alias stands for. */
  Map<String, String> aliases() {
    return aliases;
  }

  /** Looked up when the first file needs it: most need few types. */
  private List<Column> columns() {
    List<Column> known = columns;
    if (known == null) {
      List<Column> found = new ArrayList<>();
      Map<String, Object> usual = parts(form.usual);
      add(form.usual.getClass(), "", usual, found);
      known = List.copyOf(changes.apply(found));
      columns = known;
    }
    return known;
  }

  private static void add(
      Class<?> record, String prefix, Map<String, Object> usual, List<Column> found) {
    for (RecordComponent component : record.getRecordComponents()) {
      String path = prefix + component.getName();
      if (!whole(component)) {
        add(component.getType(), path + ".", usual, found);
        continue;
      }
      Object value = usual.get(path);
      found.add(
          new Column(
              component.getName(), List.of(path), Codec.of(component), parts -> value, Set.of()));
    }
  }

  private static Map<String, Object> parts(Object record) {
    return Parts.of(record, Row::whole);
  }

  /** A record that nobody knows as a whole stands in files as its components. */
  private static boolean whole(RecordComponent component) {
    return !component.getType().isRecord() || Codec.knows(component.getType());
  }

  /** Reads a value from an object's fields. */
  T read(Fields fields) {
    return fields.make(
        () -> {
          Map<String, Object> parts = new HashMap<>();
          columns().forEach(column -> column.read(fields, parts));
          return made(parts);
        });
  }

  private T made(Map<String, Object> parts) {
    return form.close.apply(Parts.make(form.usual.getClass(), parts));
  }

  @Override
  public T read(JsonElement element, Spot spot, int rest) {
    return read(Fields.of(element, spot, keys(), aliases).withRest(rest));
  }

  /** Adds a value's fields. */
  void write(T value, JsonObject object) {
    Map<String, Object> parts = parts(form.open.apply(value));
    columns().stream()
        .sorted(Comparator.comparing(column -> !column.is(Trait.EARLY)))
        .forEach(column -> column.write(parts, object));
  }

  @Override
  public JsonObject write(T value) {
    JsonObject object = new JsonObject();
    write(value, object);
    return object;
  }

  /**
   * Has a word that options know it by.
   *
   * @param usage how the word is written, with as many numbers as there are keys
   * @param keys what the numbers are, in their order; a list takes all that are left
   */
  Row<T> word(String usage, String... keys) {
    return word(usage, numbers -> filled(form.usual, List.of(keys), numbers));
  }

  /** The same with defaults of its own. */
  Row<T> word(String usage, T usual, String... keys) {
    return word(usage, numbers -> filled(form.open.apply(usual), List.of(keys), numbers));
  }

  /** Has a word that means what a function says. */
  Row<T> word(String usage, Function<Word.Numbers, T> make) {
    List<Word<T>> more = new ArrayList<>(words);
    more.add(new Word<>(usage, usage, make, type::isInstance));
    return withWords(more);
  }

  /** Lists show the last word in another way. */
  Row<T> shown(String text) {
    return withLast(word -> new Word<>(word.usage(), text, word.make(), word.covers()));
  }

  /** Not every value of the type might have been written with the last word. */
  @SuppressWarnings("unchecked")
  Row<T> covering(Predicate<T> condition) {
    Predicate<Object> all = value -> type.isInstance(value) && condition.test((T) value);
    return withLast(word -> new Word<>(word.usage(), word.shown(), word.make(), all));
  }

  private Row<T> withLast(UnaryOperator<Word<T>> change) {
    List<Word<T>> more = new ArrayList<>(words);
    more.add(change.apply(more.removeLast()));
    return withWords(more);
  }

  private Row<T> withWords(List<Word<T>> more) {
    return new Row<>(id, type, form, changes, aliases, List.copyOf(more));
  }

  List<Word<T>> words() {
    return words;
  }

  private T filled(Object usual, List<String> order, Word.Numbers numbers) {
    Map<String, Object> parts = parts(usual);
    for (Column column : columns()) {
      column.put(numbers.value(order.indexOf(column.key()), column.key(), column.of(parts)), parts);
    }
    return made(parts);
  }
}
