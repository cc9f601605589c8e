/**
 * What a layer is, and networks of layers. A {@link dev.lanewise.layers.Layer} is an immutable
 * description that says its shapes, its parameters and what memory it needs, and binds to an
 * operation; a {@link dev.lanewise.layers.Network} is layers with parameters, made of a list or of
 * a {@link dev.lanewise.layers.Graph}. Layers live in one package a family.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers;
