/** Layers, losses, optimizers, training. */
module dev.lanewise.layers {
  requires transitive dev.lanewise.core;
  requires static org.jspecify;

  exports dev.lanewise.layers;
  exports dev.lanewise.layers.activation;
  exports dev.lanewise.layers.linear;
  exports dev.lanewise.layers.loss;
  exports dev.lanewise.layers.metric;
  exports dev.lanewise.layers.model;
  exports dev.lanewise.layers.noise;
  exports dev.lanewise.layers.norm;
  exports dev.lanewise.layers.optim;
  exports dev.lanewise.layers.plan to
      dev.lanewise.bench,
      dev.lanewise.cli;
  exports dev.lanewise.layers.pool;
  exports dev.lanewise.layers.schedule;
  exports dev.lanewise.layers.shape;
  exports dev.lanewise.layers.train;
}
