package dev.lanewise.layers.cases;

import dev.lanewise.layers.Layer;

/** What a layer computes, by plain loops that share no code with it. */
public interface Twin<L extends Layer> {

  /** One image's result, a new array or the input's own. */
  double[] forward(L layer, Pass pass);
}
