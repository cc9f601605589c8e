/**
 * Which registers the engine computes with: chosen by the machine, by the user, or scalar where the
 * Vector API is missing.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.simd;
