/**
 * For tests: one row a layer type, from which random networks, naive twins, training tests, the
 * allocation probe and the properties of files follow. A new layer needs a row here, and no other
 * test.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.cases;
