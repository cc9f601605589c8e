/**
 * From a network to memory and operations that run: who reads which value, which work is done by a
 * neighbour, which values share a place, and the bound network that a worker takes through its
 * groups. Users of the engine need none of it.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.plan;
