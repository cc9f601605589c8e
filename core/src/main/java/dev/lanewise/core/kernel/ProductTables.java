package dev.lanewise.core.kernel;

/**
 * Where the operands of a product lie. A product computes, for rows {@code r}, pixels {@code p} and
 * lanes {@code l},
 *
 * <pre>y[r][p][l] = init + sum over k of a[r][k] * x[k][p][l]</pre>
 *
 * with {@code x[k][p][l] = x[xAt + depthOffset[k] + xPixel[p] + l]} and {@code y[r][p][l] = y[yAt +
 * r * yRowStride + yPixel[p] + l]}. A convolution's column matrix is virtual: it is this table.
 *
 * @param depthOffset offset of row {@code k} of the right operand
 * @param xPixel offset of pixel {@code p} of the right operand
 * @param yPixel offset of pixel {@code p} of the result
 * @param yRowStride floats from one row of the result to the next
 */
public record ProductTables(int[] depthOffset, int[] xPixel, int[] yPixel, int yRowStride) {}
