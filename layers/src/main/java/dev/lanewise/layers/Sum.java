package dev.lanewise.layers;

/** A layer whose result is the sum of its inputs: a layer before it may do its work. */
public interface Sum extends Layer {}
