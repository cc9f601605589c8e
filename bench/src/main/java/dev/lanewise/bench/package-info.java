/**
 * Measurements: quick ones for the command line, each checked against a naive computation before it
 * counts, over one table of named shapes. Measure one vector width in a JVM: where several run in
 * one, C2 sees mixed types and kernels may box their vectors.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.bench;
