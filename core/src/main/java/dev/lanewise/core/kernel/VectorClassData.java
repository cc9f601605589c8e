package dev.lanewise.core.kernel;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Tells a vector kernel's class which width this copy of it works with. */
final class VectorClassData {

  private VectorClassData() {}

  /**
   * The species that {@link HiddenKernels} gave to the hidden class of {@code lookup}. Kept in a
   * static final field, it is a constant to the compiler, without which no vector operation becomes
   * an instruction.
   */
  static VectorSpecies<Float> species(MethodHandles.Lookup lookup) {
    try {
      int bits = MethodHandles.classData(lookup, "_", Integer.class);
      return switch (bits) {
        case 128 -> FloatVector.SPECIES_128;
        case 256 -> FloatVector.SPECIES_256;
        case 512 -> FloatVector.SPECIES_512;
        default -> throw new IllegalStateException("No species of " + bits + " bits.");
      };
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("The lookup must have full access to its class.", e);
    }
  }

  /** The width that the machine's registers and this JVM's compiler prefer, in bits. */
  static int preferredBits() {
    return FloatVector.SPECIES_PREFERRED.vectorBitSize();
  }
}
