package dev.lanewise.cli;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.train.TrainState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that {@code train} was told, checked and put together.
 *
 * @param model the model, for images of the data's shape, with the recipe to follow
 * @param chosen where it comes from: data set and values to begin with
 * @param validation what to measure on after each epoch beside what the recipe sets aside
 * @param resumed where the training goes on; empty at its beginning
 * @param seed seed of everything
 * @param threads workers
 * @param simd kernels
 * @param output where to save, as the user wrote it
 * @param files what to write after each epoch
 * @param watched which figure says what is best
 * @param printMemory whether to print the memory plan
 */
record TrainPlan(
    ModelSpec model,
    TrainingCommand.Chosen chosen,
    List<NamedData> validation,
    Optional<Continuation> resumed,
    long seed,
    int threads,
    Simd simd,
    Path output,
    EpochFiles.Paths files,
    Plateau.Goal watched,
    boolean printMemory) {

  /** Where the training goes on; empty at its beginning. */
  Optional<TrainState> state() {
    return resumed.map(it -> it.checkpoint().state());
  }

  /** What was changed when it was gone on with. */
  List<String> changes() {
    return resumed.map(Continuation::changes).orElse(List.of());
  }

  /** Data set. */
  NamedData data() {
    return chosen.data();
  }
}
