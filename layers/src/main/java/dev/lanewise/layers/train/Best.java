package dev.lanewise.layers.train;

import dev.lanewise.layers.schedule.Plateau.Goal;

/** The best of the figures that were reported, one after the other. */
public final class Best {

  private final Goal goal;
  private final double least;
  private double figure;
  private int at;
  private int reports;

  /**
   * Knows nothing yet.
   *
   * @param goal whether small or large figures are good
   * @param least by how much a figure must be better to count
   */
  public Best(Goal goal, double least) {
    this.goal = goal;
    this.least = least;
    figure = goal == Goal.SMALL ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  /**
   * Reports a figure. One that is not a number is never better.
   *
   * @return whether it is the best so far
   */
  public boolean report(double newFigure) {
    reports++;
    boolean better = goal == Goal.SMALL ? newFigure < figure - least : newFigure > figure + least;
    if (better) {
      figure = newFigure;
      at = reports;
    }
    return better;
  }

  /** Goes on from what another one knew. */
  void resume(double newFigure, int newAt, int newReports) {
    figure = newFigure;
    at = newAt;
    reports = newReports;
  }

  /** The best figure; infinite before the first. */
  double figure() {
    return figure;
  }

  /** The number of the best report, from 1; 0 if there was none. */
  public int at() {
    return at;
  }

  /** Reports since the best. */
  public int since() {
    return reports - at;
  }
}
