package dev.lanewise.formats;

import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Initializer.Fan;

/** Initialisers as JSON. */
final class InitializerJson {

  static final Family<Initializer> INITIALIZERS =
      Family.of(
          "initializer",
          Row.of("torch", new Initializer.TorchDefault()),
          Row.of("zeros", new Initializer.Zeros()),
          Row.of("constant", new Initializer.Constant(0))
              .key("constant", "value")
              .required("value"),
          Row.of("normal", new Initializer.Normal(1)).required("deviation"),
          Row.of("truncated-normal", new Initializer.TruncatedNormal(0, 1, -2, 2))
              .required("deviation", "low", "high")
              .early("deviation"),
          Row.of("uniform", new Initializer.Uniform(1)).required("bound"),
          Row.of("he-normal", new Initializer.HeNormal(Fan.IN)),
          Row.of("he-uniform", new Initializer.HeUniform(Fan.IN)),
          Row.of("xavier-normal", new Initializer.XavierNormal()),
          Row.of("xavier-uniform", new Initializer.XavierUniform()));

  private InitializerJson() {}
}
