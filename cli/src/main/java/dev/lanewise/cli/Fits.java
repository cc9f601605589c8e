package dev.lanewise.cli;

import dev.lanewise.data.ImageFit;
import dev.lanewise.formats.Suggestions;
import java.util.List;
import java.util.Locale;

/** {@code --fit}: words for how an image of any size becomes one of the model's. */
final class Fits {

  private static final List<String> WORDS = List.of("stretch", "crop", "pad", "exact");

  private Fits() {}

  /** The fit of a word. */
  static ImageFit named(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "stretch" -> ImageFit.STRETCH;
      case "crop", "cover" -> ImageFit.COVER;
      case "pad" -> ImageFit.PAD;
      case "exact" -> ImageFit.EXACT;
      default ->
          throw CliException.usage(
              "--fit must be stretch, crop, pad or exact. Received: %s. %s"
                  .formatted(word, Suggestions.hint(word, WORDS)));
    };
  }

  /** The word of a fit. */
  static String word(ImageFit fit) {
    return switch (fit) {
      case STRETCH -> "stretch";
      case COVER -> "crop";
      case PAD -> "pad";
      case EXACT -> "exact";
    };
  }

  /** What was done to an image, as a word. */
  static String done(ImageFit fit) {
    return switch (fit) {
      case STRETCH -> "stretched";
      case COVER -> "cropped";
      case PAD -> "padded";
      case EXACT -> "as they are";
    };
  }
}
