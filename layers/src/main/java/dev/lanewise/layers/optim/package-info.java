/**
 * Optimizers with PyTorch's semantics. They work value by value in plain loops, which C2 vectorises
 * and whose bits do not depend on how the values are split among workers.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.optim;
