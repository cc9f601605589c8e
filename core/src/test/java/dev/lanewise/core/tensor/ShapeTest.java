package dev.lanewise.core.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {

  @Test
  void countsItsValues() {
    Shape shape = new Shape(3, 5, 7);
    assertEquals(105, shape.elements());
    assertEquals(35, shape.pixels());
    assertEquals("3x5x7", shape.toString());
    assertFalse(shape.isFlat());
    assertTrue(Shape.flat(10).isFlat());
    assertEquals(new Shape(10, 1, 1), Shape.flat(10));
    assertFalse(new Shape(1, 1, 2).isFlat());
  }

  @ParameterizedTest
  @CsvSource({"0,1,1,0x1x1", "1,-3,1,1x-3x1", "1,1,0,1x1x0"})
  void refusesSizesBelowOne(int channels, int height, int width, String received) {
    assertEquals(
        "Every size of a shape must be at least 1. Received: " + received,
        assertThrows(IllegalArgumentException.class, () -> new Shape(channels, height, width))
            .getMessage());
  }

  @Test
  void refusesMoreValuesThanSixteenImagesMayHave() {
    assertEquals(1 << 27, new Shape(1 << 27, 1, 1).elements());
    assertEquals(
        "A shape must have at most 134217728 values (2^27: sixteen images have to fit one array)."
            + " Received: 65536x65536x65536",
        assertThrows(IllegalArgumentException.class, () -> new Shape(65536, 65536, 65536))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Shape((1 << 27) + 1, 1, 1));
  }

  @ParameterizedTest
  @CsvSource({"-1,0,0,0", "0,-1,0,0", "0,0,-1,0", "0,0,0,-1"})
  void aHaloRefusesNegativeSizes(int top, int left, int bottom, int right) {
    assertEquals(
        "A halo must not be negative. Received: top %d, left %d, bottom %d, right %d"
            .formatted(top, left, bottom, right),
        assertThrows(IllegalArgumentException.class, () -> new Halo(top, left, bottom, right))
            .getMessage());
  }

  @Test
  void theUnionOfHalosContainsBoth() {
    assertEquals(new Halo(5, 2, 3, 9), new Halo(5, 0, 3, 1).union(new Halo(1, 2, 0, 9)));
    assertTrue(Halo.NONE.isNone());
    assertFalse(new Halo(0, 0, 0, 1).isNone());
    assertFalse(new Halo(0, 0, 1, 0).isNone());
    assertFalse(new Halo(0, 1, 0, 0).isNone());
    assertFalse(new Halo(1, 0, 0, 0).isNone());
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 360, 360, 5, 5",
    "1, 1, 1, 2147483647, 0",
    "1, 1, 1, 0, 2147483647",
    "1, 1, 1, 2147483647, 2147483647",
    "1, 1, 1, 1073741824, 0"
  })
  void aLayoutRefusesMoreThanOneArray(int channels, int height, int width, int top, int right) {
    Shape shape = new Shape(channels, height, width);
    Halo halo = new Halo(top, 0, top, right);
    assertEquals(
        "A lane group must fit one array of 2^31 floats. Received: " + shape + " with " + halo,
        assertThrows(IllegalArgumentException.class, () -> new LaneLayout(shape, halo))
            .getMessage());
  }
}
