/**
 * Training, evaluation and prediction. A step runs lane groups through the whole network, adds
 * their gradients shard by shard in a fixed order, and lets the optimizer change the parameters.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.train;
