package dev.lanewise.formats;

import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.Evaluation;
import java.util.List;
import java.util.Optional;

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
    Optional<String> created) {

  /** Copies the list. */
  public Provenance {
    classes = List.copyOf(classes);
  }

  /**
   * What trained a model.
   *
   * @param lanewise version of this project
   * @param java version and name of the JVM
   * @param system operating system and architecture
   * @param simd width of the kernels
   * @param threads workers
   */
  public record Machine(String lanewise, String java, String system, String simd, int threads) {

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
