package dev.lanewise.core.simd;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.VectorSpecies;

/** How a vector kernel learns its width: from the class data of its hidden class. */
final class VectorClassData {

  private VectorClassData() {}

  /**
   * The species that {@link HiddenKernels} defined the calling class with. Kept in a static final
   * field it is a constant to the compiler.
   *
   * @throws IllegalStateException if the class was loaded in the ordinary way
   */
  @SuppressWarnings("unchecked")
  static VectorSpecies<Float> species(MethodHandles.Lookup lookup) {
    try {
      VectorSpecies<Float> species =
          MethodHandles.classData(
              lookup, "_", (Class<VectorSpecies<Float>>) (Class<?>) VectorSpecies.class);
      if (species == null) {
        throw new IllegalStateException(
            "A vector kernel must be made by HiddenKernels, which gives it a width. Received: "
                + lookup.lookupClass().getName());
      }
      return species;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
