/**
 * Normalisations over the batch, over channels, or over groups of them. Batch normalisation is a
 * {@link dev.lanewise.layers.BatchOp} in training, and factors of channels in prediction.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.norm;
