/**
 * Oracles and helpers of the tests: PyTorch's results, naive loops, poisoned arrays, allocation
 * counts. Nothing here is fast or clever.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.testkit;
