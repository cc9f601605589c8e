package dev.lanewise.layers.norm;

import dev.lanewise.core.kernel.BatchNormKernel;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;

/** {@link BatchNorm} by running statistics while other layers, or its own parameters, learn. */
final class BatchNormFrozenOp extends BatchNormOp {

  private final double[] inverse;
  private final float[] zeros;

  BatchNormFrozenOp(BatchNorm layer, Binding binding) {
    super(layer, binding);
    inverse = new double[channels];
    zeros = new float[channels];
  }

  @Override
  public void prepare(float[] parameters, boolean backward) {
    super.prepare(parameters, backward);
    for (int c = 0; c < channels; c++) {
      inverse[c] = factors.runningInverse(c);
    }
  }

  @Override
  public void backward(GroupPass pass) {
    float[] gradients = pass.gradients();
    for (int c = 0; c < channels; c++) {
      gatherGradients(pass, c);
      if (layer.affine()) {
        double products = fold(pass.scratch(), BatchNormKernel.SUM, pass.images());
        gradients[binding.parameters().get(0) + c] += (float) (products * inverse[c]);
        gradients[binding.parameters().get(1) + c] +=
            (float) fold(pass.scratch(), 0, pass.images());
      }
    }
    backward(pass, zeros, zeros);
  }
}
