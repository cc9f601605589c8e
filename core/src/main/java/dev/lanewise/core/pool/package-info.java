/**
 * Max and average pooling over lane groups: {@link dev.lanewise.core.pool.PoolGeometry} says what
 * is pooled, {@link dev.lanewise.core.pool.Pooling} checks and does it.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.pool;
