package dev.lanewise.cli;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.schedule.Plateau;
import java.nio.file.Path;

/**
 * All that {@code train} was told, checked and put together.
 *
 * @param model the model, for images of the data's shape, with the recipe to follow
 * @param data data set
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
    NamedData data,
    long seed,
    int threads,
    Simd simd,
    Path output,
    EpochFiles.Paths files,
    Plateau.Goal watched,
    boolean printMemory) {}
