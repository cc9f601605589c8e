package dev.lanewise.layers;

import dev.lanewise.core.math.CounterRandom;

/**
 * How a parameter begins. Value {@code i} is a function of the parameter's key and {@code i}: the
 * same on every machine.
 */
public sealed interface Initializer {

  /**
   * Value {@code index} of a parameter.
   *
   * @param spec the parameter
   * @param key key of its random numbers
   * @param index index of the value
   */
  double value(ParameterSpec spec, long key, int index);

  /** All zeros. */
  record Zeros() implements Initializer {
    @Override
    public double value(ParameterSpec spec, long key, int index) {
      return 0;
    }
  }

  /** One value throughout. */
  record Constant(double constant) implements Initializer {
    @Override
    public double value(ParameterSpec spec, long key, int index) {
      return constant;
    }
  }

  /** Normal with mean 0 and the given standard deviation. */
  record Normal(double deviation) implements Initializer {
    @Override
    public double value(ParameterSpec spec, long key, int index) {
      return deviation * CounterRandom.normal(key, index);
    }
  }

  /**
   * Normal, with values outside of bounds drawn again: PyTorch's {@code trunc_normal_}, whose
   * bounds are values too, not multiples of the deviation.
   *
   * @param mean mean of the distribution before it is cut
   * @param deviation its standard deviation
   * @param low least value
   * @param high greatest value
   */
  record TruncatedNormal(double mean, double deviation, double low, double high)
      implements Initializer {

    /**
     * Checks the numbers, so that not too many values have to be drawn again.
     *
     * @throws IllegalArgumentException if the deviation is not positive, or the mean not between
     *     the bounds, or these nearer to one another than a tenth of the deviation
     */
    public TruncatedNormal {
      boolean finite = Double.isFinite(low) && Double.isFinite(high);
      boolean holds = low <= mean && mean <= high && high - low >= deviation / 10;
      if (!(deviation > 0) || !finite || !holds) {
        throw new IllegalArgumentException(
            ("A truncated normal needs a deviation above 0, and bounds around its mean that are at"
                    + " least a tenth of the deviation apart. Received: mean %s, deviation %s,"
                    + " bounds %s and %s")
                .formatted(mean, deviation, low, high));
      }
    }

    @Override
    public double value(ParameterSpec spec, long key, int index) {
      for (int attempt = 0; ; attempt++) {
        double value =
            mean + deviation * CounterRandom.normal(CounterRandom.key(key, attempt), index);
        // As it will be stored: rounding must not lead out of the bounds.
        if ((float) value >= low && (float) value <= high) {
          return value;
        }
      }
    }
  }

  /** Uniform between {@code -bound} and {@code bound}. */
  record Uniform(double bound) implements Initializer {
    @Override
    public double value(ParameterSpec spec, long key, int index) {
      return bound * (2 * CounterRandom.uniform(key, index) - 1);
    }
  }

  /** What the variance of He's and Kaiming's initialisers is divided by. */
  enum Fan {
    /** Inputs of an output: keeps the variance of activations. */
    IN,
    /** Outputs of an input: keeps the variance of gradients. */
    OUT;

    double of(ParameterSpec spec) {
      return this == IN ? spec.fanIn() : spec.fanOut();
    }
  }

  /**
   * Normal with variance {@code 2 / fan} (He et al., "Delving Deep into Rectifiers", 2015;
   * PyTorch's {@code kaiming_normal_} for ReLU).
   */
  record HeNormal(Fan fan) implements Initializer {
    @Override
    public double value(ParameterSpec spec, long key, int index) {
      return Math.sqrt(2 / fan.of(spec)) * CounterRandom.normal(key, index);
    }
  }

  /** Uniform with variance {@code 2 / fan}: bound {@code sqrt(6 / fan)} (He et al., 2015). */
  record HeUniform(Fan fan) implements Initializer {
    @Override
    public double value(ParameterSpec spec, long key, int index) {
      return new Uniform(Math.sqrt(6 / fan.of(spec))).value(spec, key, index);
    }
  }

  /**
   * Normal with variance {@code 2 / (fanIn + fanOut)} (Glorot and Bengio, "Understanding the
   * difficulty of training deep feedforward neural networks", 2010).
   */
  record XavierNormal() implements Initializer {
    @Override
    public double value(ParameterSpec spec, long key, int index) {
      return Math.sqrt(2.0 / (spec.fanIn() + (double) spec.fanOut()))
          * CounterRandom.normal(key, index);
    }
  }

  /**
   * Uniform with bound {@code sqrt(6 / (fanIn + fanOut))} (Glorot and Bengio, 2010): Keras's
   * default for weights.
   */
  record XavierUniform() implements Initializer {
    @Override
    public double value(ParameterSpec spec, long key, int index) {
      return new Uniform(Math.sqrt(6.0 / (spec.fanIn() + (double) spec.fanOut())))
          .value(spec, key, index);
    }
  }

  /**
   * Uniform with bound {@code 1 / sqrt(fanIn)}: PyTorch's default for the weights and biases of
   * convolutions and linear layers ({@code kaiming_uniform_} with {@code a = sqrt(5)}).
   */
  record TorchDefault() implements Initializer {
    @Override
    public double value(ParameterSpec spec, long key, int index) {
      return new Uniform(1 / Math.sqrt(spec.fanIn())).value(spec, key, index);
    }
  }
}
