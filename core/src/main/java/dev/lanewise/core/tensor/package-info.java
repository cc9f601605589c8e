/**
 * Shapes, lane groups and where each value of one lies. A lane group is sixteen images side by side
 * in the innermost axis: {@code [C][H][W][16]}.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.tensor;
