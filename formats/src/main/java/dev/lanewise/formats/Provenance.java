package dev.lanewise.formats;

import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.Evaluation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the values of a saved model come from.
 *
 * @param dataset what it was trained on, in words for people: a name or a directory
 * @param classes name of each class, in the order of the network's results; empty if they have none
 * @param pixels how pixels became numbers
 * @param seed seed of initial values, order and dropout
 * @param recipe the recipe as it was used, with all that overrode the model's own
 * @param epochs epochs that were completed
 * @param test how the network did on the test samples; empty if it was not measured
 * @param machine what it was trained with
 * @param created when, in ISO 8601; empty to keep equal trainings' files equal
 * @param changes what was changed when the training was gone on with, a text for each time
 * @param details what else is known of the data, texts by name, for example how a file was read
 */
public record Provenance(
    String dataset,
    List<String> classes,
    Pixels pixels,
    long seed,
    Recipe recipe,
    int epochs,
    Optional<Evaluation> test,
    Machine machine,
    Optional<String> created,
    List<String> changes,
    SortedMap<String, String> details) {

  /** Copies lists and map. */
  public Provenance {
    classes = List.copyOf(classes);
    changes = List.copyOf(changes);
    details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
  }

  /** Without changes and details. */
  public Provenance(
      String dataset,
      List<String> classes,
      Pixels pixels,
      long seed,
      Recipe recipe,
      int epochs,
      Optional<Evaluation> test,
      Machine machine,
      Optional<String> created) {
    this(
        dataset,
        classes,
        pixels,
        seed,
        recipe,
        epochs,
        test,
        machine,
        created,
        List.of(),
        new TreeMap<>());
  }

  /**
   * What trained a model. Neither the number of threads nor the width of the kernels has a say in a
   * model's values, so a file that is to be the same whatever they are leaves them out.
   *
   * @param lanewise version of this project
   * @param java version and name of the JVM
   * @param system operating system and architecture
   * @param simd width of the kernels; empty if it is not recorded
   * @param threads workers; 0 if it is not recorded
   */
  public record Machine(String lanewise, String java, String system, String simd, int threads) {

    /** The JVM and the system that this runs on; threads and kernels are not recorded. */
    public static Machine here(String lanewise) {
      return here(lanewise, "", 0);
    }

    /** The JVM and the system that this runs on. */
    public static Machine here(String lanewise, String simd, int threads) {
      return new Machine(
          lanewise,
          property("java.version") + " " + property("java.vm.name"),
          property("os.name") + " " + property("os.version") + " " + property("os.arch"),
          simd,
          threads);
    }

    private static String property(String name) {
      return System.getProperty(name, "unknown");
    }
  }
}
