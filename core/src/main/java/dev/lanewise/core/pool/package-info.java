/**
 * Max and average pooling over lane groups: {@link dev.lanewise.core.pool.PoolGeometry} and {@link
 * dev.lanewise.core.pool.AdaptiveGeometry} say what is pooled, {@link
 * dev.lanewise.core.pool.Pooling} checks and does it.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.pool;
