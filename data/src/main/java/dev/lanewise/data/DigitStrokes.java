package dev.lanewise.data;

import java.util.ArrayList;
import java.util.List;

/**
 * How the ten digits are written: each in several manners, each manner a few strokes through points
 * in a box from (0, 0), top left, to (1, 1), bottom right.
 */
final class DigitStrokes {

  /** Pieces that a smooth stroke is cut into between two of its points. */
  private static final int PIECES = 5;

  /** How a pen goes from one point to the next. */
  private enum Pen {
    STRAIGHT,
    SMOOTH,
    LOOP
  }

  private static final List<List<List<double[]>>> MANNERS =
      List.of(
          List.of(
              List.of(loop(.5, 0, .15, .17, 0, .5, .15, .83, .5, 1, .85, .83, 1, .5, .85, .17)),
              List.of(
                  smooth(
                      .64, .05, .3, .06, .06, .35, .06, .7, .35, .98, .72, .9, .95, .6, .88, .22,
                      .62, .02, .4, .12))),
          List.of(
              List.of(straight(.5, 0, .5, 1)),
              List.of(straight(.15, .28, .55, 0, .55, 1)),
              List.of(straight(.15, .25, .5, 0, .5, 1), straight(.1, 1, .9, 1))),
          List.of(
              List.of(
                  smooth(.05, .25, .2, .06, .5, 0, .85, .12, .9, .35, .65, .62, .3, .85, .02, 1),
                  straight(.02, 1, 1, .98)),
              List.of(
                  smooth(
                      .08, .22, .3, .02, .7, .03, .88, .28, .65, .6, .3, .88, .1, .97, .03, .86,
                      .25, .79, .5, .92, .75, 1, 1, .9))),
          List.of(
              List.of(
                  smooth(.08, .15, .35, 0, .75, .05, .85, .25, .65, .43, .4, .48),
                  smooth(.4, .48, .75, .53, .95, .72, .8, .94, .4, 1, .02, .87)),
              List.of(
                  straight(.05, .02, .9, .02, .4, .4),
                  smooth(.4, .4, .8, .48, .95, .72, .75, .95, .38, 1, .02, .88))),
          List.of(
              List.of(straight(.25, 0, 0, .6, 1, .58), straight(.72, .25, .7, 1)),
              List.of(straight(.7, 1, .7, 0, 0, .68, 1, .68)),
              List.of(
                  smooth(.12, .02, .05, .3, .12, .5, .42, .55, .82, .48),
                  straight(.88, .02, .78, 1))),
          List.of(
              List.of(
                  straight(.9, .02, .2, .02, .12, .45),
                  smooth(.12, .45, .45, .36, .85, .48, .95, .72, .75, .95, .35, 1, .02, .88)),
              List.of(
                  smooth(
                      .95, .04, .5, .01, .2, .1, .15, .34, .5, .43, .86, .6, .86, .86, .5, 1, .05,
                      .92))),
          List.of(
              List.of(
                  smooth(
                      .75, 0, .35, .2, .08, .55, .12, .85, .45, 1, .85, .9, .9, .65, .6, .5, .25,
                      .58, .1, .75)),
              List.of(
                  smooth(
                      .45, 0, .2, .4, .08, .72, .25, .97, .65, .98, .85, .78, .65, .58, .3, .62,
                      .12, .8))),
          List.of(
              List.of(straight(.02, .03, .95, .03, .35, 1)),
              List.of(straight(.02, .03, .95, .03, .35, 1), straight(.25, .52, .9, .5)),
              List.of(
                  straight(.05, .2, .08, .02, .95, .05),
                  smooth(.95, .05, .65, .4, .45, .7, .4, 1))),
          List.of(
              List.of(
                  smooth(
                      .87, .17, .5, 0, .13, .15, .22, .37, .55, .5, .88, .7, .8, .93, .45, 1, .1,
                      .9, .12, .68, .45, .5, .78, .36, .87, .15)),
              List.of(
                  loop(.5, 0, .18, .12, .2, .36, .5, .46, .8, .36, .82, .12),
                  loop(.5, .46, .1, .6, .08, .88, .5, 1, .92, .88, .9, .6))),
          List.of(
              List.of(
                  loop(.5, 0, .12, .12, .08, .38, .42, .52, .82, .4, .88, .14),
                  straight(.88, .1, .8, 1)),
              List.of(
                  smooth(
                      .85, .16, .5, 0, .12, .15, .15, .42, .5, .5, .8, .32, .88, .1, .88, .45, .75,
                      .8, .45, 1, .12, .92))));

  private DigitStrokes() {}

  /** In how many manners a digit can be written. */
  static int manners(int digit) {
    return MANNERS.get(digit).size();
  }

  /**
   * The strokes of a digit in one manner, each as points x, y, x, y and so on; not to be changed.
   */
  static List<double[]> strokes(int digit, int manner) {
    return MANNERS.get(digit).get(manner);
  }

  private static double[] straight(double... points) {
    return path(Pen.STRAIGHT, points);
  }

  private static double[] smooth(double... points) {
    return path(Pen.SMOOTH, points);
  }

  private static double[] loop(double... points) {
    return path(Pen.LOOP, points);
  }

  /**
   * Cuts a stroke into short pieces. Straight strokes are cut too, so that a distortion can bend
   * them. Smooth ones are Catmull and Rom's spline through their points.
   */
  private static double[] path(Pen pen, double[] points) {
    int n = points.length / 2;
    int spans = pen == Pen.LOOP ? n : n - 1;
    List<Double> out = new ArrayList<>();
    for (int s = 0; s < spans; s++) {
      for (int p = s == 0 ? 0 : 1; p <= PIECES; p++) {
        double t = (double) p / PIECES;
        for (int axis = 0; axis < 2; axis++) {
          double a = at(pen, points, s - 1, axis);
          double b = at(pen, points, s, axis);
          double c = at(pen, points, s + 1, axis);
          double d = at(pen, points, s + 2, axis);
          out.add(
              pen == Pen.STRAIGHT
                  ? b + t * (c - b)
                  : b
                      + 0.5
                          * t
                          * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
        }
      }
    }
    return out.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double at(Pen pen, double[] points, int i, int axis) {
    int n = points.length / 2;
    int k = pen == Pen.LOOP ? Math.floorMod(i, n) : Math.clamp(i, 0, n - 1);
    return points[2 * k + axis];
  }
}
