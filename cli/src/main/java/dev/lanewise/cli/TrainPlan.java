package dev.lanewise.cli;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.data.DataSet;
import dev.lanewise.layers.model.ModelSpec;
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
 * @param printMemory whether to print the memory plan
 */
record TrainPlan(
    ModelSpec model,
    DataSet data,
    long seed,
    int threads,
    Simd simd,
    Path output,
    boolean printMemory) {}
