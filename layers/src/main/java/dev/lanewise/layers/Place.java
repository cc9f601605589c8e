package dev.lanewise.layers;

import dev.lanewise.core.tensor.LaneLayout;

/**
 * A lane group's place in a pass's memory.
 *
 * @param layout how its values lie
 * @param at where it starts
 */
public record Place(LaneLayout layout, int at) {}
