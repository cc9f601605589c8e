package dev.lanewise.core.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;

/**
 * Makes a kernel for one width from a class written once for all. Each width gets a copy of the
 * class with a static final species of its own, so that several widths can live in one JVM: tests
 * compare their bits, {@code bench} their speed.
 */
final class HiddenKernels {

  private HiddenKernels() {}

  /**
   * Defines a hidden copy of a class of this package and creates one object of it.
   *
   * @param template the class's simple name
   * @param bits the width in bits, which the copy finds in its class data
   * @param type the interface to return it as
   */
  static <T> T instantiate(String template, int bits, Class<T> type) {
    try (InputStream in = HiddenKernels.class.getResourceAsStream(template + ".class")) {
      if (in == null) {
        throw new IllegalStateException("The class " + template + " is missing.");
      }
      MethodHandles.Lookup hidden =
          MethodHandles.lookup().defineHiddenClassWithClassData(in.readAllBytes(), bits, true);
      return type.cast(hidden.lookupClass().getDeclaredConstructor().newInstance());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The class " + template + " can't be instantiated.", e);
    }
  }
}
