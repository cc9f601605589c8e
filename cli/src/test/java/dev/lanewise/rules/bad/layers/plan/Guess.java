package dev.lanewise.rules.bad.layers.plan;

import dev.lanewise.rules.bad.layers.Layer;

/** Asks for a class where a role would do. */
public record Guess(Object layer) {

  boolean isKnown() {
    return layer instanceof Layer;
  }
}
