/**
 * Activations: functions of single values, and softmax over channels. One whose kernel exists is a
 * record that says which kernel, what its backward pass reads and which options it has; {@link
 * dev.lanewise.layers.activation.Activation} does the rest.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.activation;
