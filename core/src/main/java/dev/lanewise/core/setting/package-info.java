/**
 * What users set on layers and networks and the engine obeys: windows, padding, interpolation, the
 * algorithm of convolutions, the width of registers.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.setting;
