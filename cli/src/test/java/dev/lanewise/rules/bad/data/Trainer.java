package dev.lanewise.rules.bad.data;

import dev.lanewise.rules.bad.layers.Layer;

/** Imports a module beside its own, and prints a stack trace. */
record Trainer(Layer layer) {

  static void train() {
    try {
      Thread.sleep(0);
    } catch (InterruptedException e) {
      e.printStackTrace();
    }
  }
}
