package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {

  private static final List<String> TYPES =
      List.of("conv2d", "dense", "maxpool2d", "avgpool2d", "relu", "tanh");

  @ParameterizedTest
  @CsvSource({
    "conv2, conv2d",
    "Conv2D, conv2d",
    "conv2d, conv2d",
    "maxpol2d, maxpool2d",
    "maxpoo2ld, maxpool2d",
    "rleu, relu",
    "dens, dense",
    "tan, tanh"
  })
  void findsTheNearest(String received, String expected) {
    assertEquals(Optional.of(expected), Suggestions.nearest(received, TYPES));
  }

  @ParameterizedTest
  @CsvSource({"linear", "x", "batchnorm", "''"})
  void findsNothingThatIsFar(String received) {
    assertEquals(Optional.empty(), Suggestions.nearest(received, TYPES));
    assertEquals(
        "Expected one of: conv2d, dense, maxpool2d, avgpool2d, relu, tanh",
        Suggestions.hint(received, TYPES));
  }

  @Test
  void aSingleLetterIsNotNearAnyOther() {
    assertEquals(Optional.empty(), Suggestions.nearest("a", List.of("b")));
  }

  @Test
  void ofEquallyNearOnesTheFirstWins() {
    assertEquals(Optional.of("bat"), Suggestions.nearest("rat", List.of("bat", "cat")));
    assertEquals(Optional.of("relu"), Suggestions.nearest("rlu", List.of("elu", "relu")));
    assertEquals(Optional.of("elu"), Suggestions.nearest("rlu", List.of("elu", "reluu")));
  }

  /** Sorted names as files have them, more than a line has room for. */
  @Test
  void namesBeyondALineAreCounted() {
    List<String> many = IntStream.range(100, 160).mapToObj(i -> "type" + i).toList();
    assertEquals(
        "Expected one of: " + String.join(", ", many.subList(0, 22)) + ", and 38 more",
        Suggestions.hint("zzz", many));
  }
}
