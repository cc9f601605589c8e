/**
 * Convolution as a product: {@link dev.lanewise.core.conv.ConvGeometry} says what, {@link
 * dev.lanewise.core.conv.Im2Col} where the operands lie, {@link dev.lanewise.core.conv.Convolution}
 * runs the three passes.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.conv;
