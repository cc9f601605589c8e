/**
 * What is measured side by side, and what comes of it: networks and workloads that any engine can
 * be asked for, the figures of one run, ratios, the targets with their verdicts, the table of
 * {@code docs/BENCHMARKS.md}, and whether two runs agree. Nothing here knows a rival.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.bench.compare;
