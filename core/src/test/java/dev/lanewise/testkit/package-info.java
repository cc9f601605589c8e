/**
 * Oracles and comparisons for the tests of all modules: naive twins in double, reference results,
 * poisoned memory. Nothing here shares code with what it judges.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.testkit;
