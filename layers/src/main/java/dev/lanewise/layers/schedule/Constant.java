package dev.lanewise.layers.schedule;

/** The rate stays what it is. */
public record Constant() implements Schedule {

  @Override
  public Constant stretched(double factor) {
    return this;
  }

  @Override
  public double rate(double base, long step) {
    return base;
  }
}
