/**
 * Learning rates that change during training, with PyTorch's semantics: each is a formula of the
 * number of steps (or epochs) done so far, so that a training can begin anywhere. {@link
 * dev.lanewise.layers.schedule.Plateau}, which depends on results, keeps a small state.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.schedule;
