package dev.lanewise.core.norm;

import dev.lanewise.core.norm.NormGeometry.Affine;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.testkit.Poison;

/**
 * Runs NCHW arrays through a normalisation, group by group, everything poisoned that it should not
 * read.
 */
final class NormRun {

  private static final int PARAMETERS_AT = 3;

  private final NormGeometry geometry;
  private final GroupNormalization.Layouts layouts;
  private final GroupNormalization normalization;

  final float[] y;
  final float[] dx;
  final float[] dgamma;
  final float[] dbeta;

  NormRun(
      Simd simd,
      NormGeometry geometry,
      GroupNormalization.Layouts layouts,
      float[] x,
      float[] gamma,
      float[] beta,
      float[] dy) {
    this.geometry = geometry;
    this.layouts = layouts;
    normalization = new GroupNormalization(simd, geometry, layouts);
    y = new float[x.length];
    dx = new float[x.length];
    dgamma = new float[gamma.length];
    dbeta = new float[gamma.length];
    int images = x.length / geometry.shape().elements();
    float[] parameters = Poison.floats(PARAMETERS_AT + 2 * gamma.length);
    System.arraycopy(gamma, 0, parameters, PARAMETERS_AT, gamma.length);
    System.arraycopy(beta, 0, parameters, PARAMETERS_AT + gamma.length, gamma.length);
    float[] gradients = new float[parameters.length];
    for (int group = 0; group < Lanes.groups(images); group++) {
      group(x, dy, parameters, gradients, group * Lanes.WIDTH, images);
    }
    System.arraycopy(gradients, PARAMETERS_AT, dgamma, 0, gamma.length);
    System.arraycopy(gradients, PARAMETERS_AT + gamma.length, dbeta, 0, gamma.length);
  }

  private static float[] packed(float[] nchw, int first, int images, LaneLayout layout) {
    float[] group = Poison.floats(layout.size() + 7);
    LaneGroups.pack(nchw, first, images, group, 2, layout);
    return group;
  }

  private void group(
      float[] x, float[] dy, float[] parameters, float[] gradients, int first, int all) {
    int images = Math.min(Lanes.WIDTH, all - first);
    float[] groupX = packed(x, first, images, layouts.x());
    float[] groupDy = packed(dy, first, images, layouts.dy());
    float[] groupY = Poison.floats(layouts.y().size() + 5);
    float[] groupDx = Poison.floats(layouts.dx().size() + 4);
    float[] statistics = Poison.floats(normalization.statisticsSize() + 9);
    float[] scratch = Poison.floats(normalization.scratchSize());
    int gammaAt = geometry.affine() == Affine.NONE ? -1 : PARAMETERS_AT;
    int betaAt = PARAMETERS_AT + (parameters.length - PARAMETERS_AT) / 2;
    normalization.forward(
        groupX, 2, parameters, gammaAt, betaAt, groupY, 1, statistics, 9, scratch);
    Poison.fill(scratch);
    normalization.backward(
        groupX,
        2,
        groupDy,
        2,
        statistics,
        9,
        parameters,
        gradients,
        gammaAt,
        betaAt,
        true,
        groupDx,
        3,
        scratch);
    Poison.assertOnlyInnerWritten(groupY, 1, layouts.y());
    Poison.assertOnlyInnerWritten(groupDx, 3, layouts.dx());
    LaneGroups.unpack(groupY, 1, layouts.y(), y, first, images);
    LaneGroups.unpack(groupDx, 3, layouts.dx(), dx, first, images);
  }
}
