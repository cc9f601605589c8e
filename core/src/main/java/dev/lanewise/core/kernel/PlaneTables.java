package dev.lanewise.core.kernel;

/**
 * Where the operands of a {@link DepthwiseKernel} lie: pixels of a result plane, evenly spaced, and
 * for each of them the same taps of another plane.
 *
 * @param taps offset of each tap of the operand, relative to the pixel's own place
 * @param rows rows of the result
 * @param columns columns of the result
 * @param xRow floats from the place of a pixel in the operand to that of the one below it
 * @param xStep floats from there to that of the pixel beside it
 * @param yRow floats from a pixel of the result to the one below it
 * @param yStep floats from there to the one beside it
 */
public record PlaneTables(
    int[] taps, int rows, int columns, int xRow, int xStep, int yRow, int yStep) {}
