/**
 * Images of another size: {@link dev.lanewise.core.setting.Interpolation} says how their values are
 * made, {@link dev.lanewise.core.resample.Resampling} makes them.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.resample;
