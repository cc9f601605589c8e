/**
 * Models as descriptions: layers, loss, optimizer and recipe, without parameters. {@link
 * dev.lanewise.layers.model.Presets} has those that come with the project.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.model;
