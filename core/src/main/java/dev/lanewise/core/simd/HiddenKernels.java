package dev.lanewise.core.simd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.VectorSpecies;

/**
 * Makes vector kernels of several widths in one JVM. A species has to be a static final for the
 * compiler to turn vectors into registers, and a class has one value of a static final: so each
 * width gets a class of its own, a hidden copy of the same bytes.
 */
final class HiddenKernels {

  private HiddenKernels() {}

  /**
   * A new kernel of one width.
   *
   * @param template the vector class: no nested classes, a constructor without arguments, and
   *     {@link VectorClassData#species} in a static final
   * @param species the width
   * @param type the kernel's interface
   * @throws IllegalStateException if the class cannot be made
   */
  static <T> T instantiate(Class<?> template, VectorSpecies<Float> species, Class<T> type) {
    try {
      Class<?> hidden =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(bytes(template), species, true)
              .lookupClass();
      return type.cast(hidden.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("No kernel from " + template.getName(), e);
    }
  }

  private static byte[] bytes(Class<?> template) {
    String file = template.getSimpleName() + ".class";
    try (InputStream in = template.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "A vector kernel's class file must be readable as a resource. Not found: " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("A vector kernel's class file could not be read: " + file, e);
    }
  }
}
