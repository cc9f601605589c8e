/**
 * JMH suites over the named shapes, each in JVMs of its own. How to run them is in
 * docs/BENCHMARKS.md.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.bench.jmh;
