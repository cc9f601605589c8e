package dev.lanewise.layers.cases;

/** How well a pass can be compared with one in float: what twins say on their way. */
public final class Condition {

  private double margin = Double.POSITIVE_INFINITY;
  private double steepness;

  /** Takes a distance to a kink, where a derivative jumps. */
  public void kink(double distance) {
    margin = Math.min(margin, distance);
  }

  /** Takes a factor by which values, and their errors, are multiplied. */
  public void factor(double factor) {
    steepness = Math.max(steepness, factor);
  }

  /** The smallest distance to a kink so far. */
  public double margin() {
    return margin;
  }

  /** The largest factor so far. */
  public double steepness() {
    return steepness;
  }
}
