package dev.lanewise.core.kernel;

/**
 * Where the operands of a pooling lie: value {@code (c, y, x)} of lane 0 is {@code origin + c *
 * plane + y * row + 16 * x} floats from where its lane group starts.
 *
 * @param channels planes
 * @param rows windows along the height
 * @param columns windows along the width
 * @param xOrigin the input's first inner pixel
 * @param xRow floats from one of the input's rows to the next
 * @param xPlane floats from one of the input's channels to the next
 * @param yOrigin the output's first inner pixel
 * @param yRow floats from one of the output's rows to the next
 * @param yPlane floats from one of the output's channels to the next
 */
public record PoolTables(
    int channels,
    PoolAxis rows,
    PoolAxis columns,
    int xOrigin,
    int xRow,
    int xPlane,
    int yOrigin,
    int yRow,
    int yPlane) {}
