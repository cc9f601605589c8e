/**
 * The engines that are compared, Lanewise among them: each makes work of a workload, checks that it
 * computes the right thing, and then does one unit of it at a call.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.peers.engine;
