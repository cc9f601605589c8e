package dev.lanewise.layers.train;

import dev.lanewise.layers.cases.CaseNetworks;
import dev.lanewise.layers.cases.LayerCase;
import dev.lanewise.layers.cases.LayerCases;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures what every layer allocates; the program of {@link LayerAllocationTest}. */
final class LayerAllocationProbe {

  private LayerAllocationProbe() {}

  /**
   * Writes a line a network and number of workers, ending in bytes, to the file {@code args[0]}, of
   * steps or, if {@code args[1]} is {@code predict}, of predictions.
   */
  public static void main(String[] args) throws IOException {
    List<String> report = new ArrayList<>();
    for (int workers = 1; workers <= 2; workers++) {
      if (args[1].equals("predict")) {
        report.add(StepAllocationProbe.predict(everyLayer(), workers));
        report.add(StepAllocationProbe.predict(everyOneImageLayer(), workers));
      } else {
        report.add(StepAllocationProbe.measure(everyLayer(), 35, 20, workers));
        report.add(StepAllocationProbe.measure(everyOneImageLayer(), 1, 200, workers));
      }
    }
    Files.write(Path.of(args[0]), report);
  }

  /** A layer of every type that can stand in a list. */
  private static ModelSpec everyLayer() {
    return chain(
        "every-layer",
        LayerCases.all().stream().filter(it -> !it.is(LayerCase.Trait.JOINS)).toList(),
        false);
  }

  /** A layer of every type that has a form whose lanes are channels, which batches of 1 take. */
  private static ModelSpec everyOneImageLayer() {
    return chain(
        "every-one-image-layer",
        LayerCases.inSequence().stream().filter(it -> !it.isInLaneGroupsOnly()).toList(),
        true);
  }

  private static ModelSpec chain(String name, List<LayerCase<?>> cases, boolean ofOneImage) {
    return new ModelSpec(
        name,
        "",
        CaseNetworks.INPUT,
        CaseNetworks.chain(cases, ofOneImage),
        Presets.lenet5().loss(),
        Presets.lenet5().recipe());
  }
}
