package dev.lanewise.layers.plan;

import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;

/** What is left of a layer whose work another does. */
enum NoOp implements LayerOp {
  /** The only one; it has no state. */
  INSTANCE;

  @Override
  public void forward(GroupPass pass) {}

  @Override
  public void backward(GroupPass pass) {}
}
