/** Layers, losses, optimizers, training. */
module dev.lanewise.layers {
  requires transitive dev.lanewise.core;
  requires static org.jspecify;

  exports dev.lanewise.layers;
  exports dev.lanewise.layers.loss;
  exports dev.lanewise.layers.metric;
  exports dev.lanewise.layers.model;
  exports dev.lanewise.layers.optim;
  exports dev.lanewise.layers.schedule;
  exports dev.lanewise.layers.train;
}
