package dev.lanewise.cli;

import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.formats.Suggestions;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How convolutions are computed. Unlike {@link EngineOptions}, this has a say in the bits. */
final class ConvOptions {

  private static final List<String> NAMES =
      Arrays.stream(ConvAlgorithm.values()).map(ConvAlgorithm::toString).toList();

  @Option(
      names = "--conv",
      paramLabel = "NAME",
      description =
          "How convolutions are computed: auto (the faster algorithm for each shape), direct, or"
              + " winograd (wherever it is possible). Each gives results of its own, which differ"
              + " in rounding. Default: the model's, usually auto.")
  private @Nullable String conv;

  /** The algorithm that was asked for, or another. */
  ConvAlgorithm or(ConvAlgorithm usual) {
    if (conv == null) {
      return usual;
    }
    for (ConvAlgorithm algorithm : ConvAlgorithm.values()) {
      if (algorithm.toString().equals(conv)) {
        return algorithm;
      }
    }
    throw CliException.usage(
        "--conv must be auto, direct or winograd. Received: %s. %s"
            .formatted(conv, Suggestions.hint(conv, NAMES)));
  }
}
