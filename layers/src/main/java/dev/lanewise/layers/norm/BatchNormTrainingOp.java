package dev.lanewise.layers.norm;

import dev.lanewise.core.kernel.BatchNormKernel;
import dev.lanewise.layers.BatchOp;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;

/**
 * In training. A group's statistics are, for each channel: the sum, a mean, and the sum of squared
 * differences from that mean; they are combined as Chan, Golub and LeVeque do (1979). In the
 * backward pass: the sum of gradients, and of their products with the centred inputs.
 */
final class BatchNormTrainingOp extends BatchNormOp implements BatchOp {

  private static final int STATISTICS = 3;

  private final double[] exactMean;
  private final double[] variance;
  private final double[] inverse;
  private final float[] offset;
  private final float[] slope;
  private int at;
  private int images;
  private float[] parameters = {};

  BatchNormTrainingOp(BatchNorm layer, Binding binding) {
    super(layer, binding);
    exactMean = new double[channels];
    variance = new double[channels];
    inverse = new double[channels];
    offset = new float[channels];
    slope = new float[channels];
  }

  @Override
  public int statisticsSize() {
    return STATISTICS * channels;
  }

  @Override
  public void statisticsAt(int newAt) {
    at = newAt;
  }

  @Override
  public void prepare(float[] newParameters, boolean backward) {
    parameters = newParameters;
  }

  @Override
  public void gather(GroupPass pass) {
    float[] sums = pass.scratch();
    double[] statistics = pass.statistics();
    double count = (double) pass.images() * pixels;
    for (int c = 0; c < channels; c++) {
      int from = binding.x().at() + x.offset(c, 0, 0);
      kernel.sum(pass.memory(), from, x.rowStride(), rows, n, sums, 0);
      double sum = fold(sums, 0, pass.images());
      float centre = (float) (sum / count);
      kernel.squares(pass.memory(), from, x.rowStride(), rows, n, centre, sums, 0);
      int to = at + STATISTICS * c;
      statistics[to] = sum;
      statistics[to + 1] = centre;
      statistics[to + 2] = fold(sums, 0, pass.images());
    }
  }

  @Override
  public void combine(GroupPass[] passes, int groups) {
    images = 0;
    for (int g = 0; g < groups; g++) {
      images += passes[g].images();
    }
    double count = (double) images * pixels;
    if (count < 2) {
      throw new SingleValueException("a batch of 1 image whose channels have 1 pixel");
    }
    for (int c = 0; c < channels; c++) {
      int from = at + STATISTICS * c;
      double sum = 0;
      for (int g = 0; g < groups; g++) {
        sum += passes[g].statistics()[from];
      }
      double m = sum / count;
      double squares = 0;
      for (int g = 0; g < groups; g++) {
        double[] statistics = passes[g].statistics();
        double groupCount = (double) passes[g].images() * pixels;
        double centre = statistics[from + 1];
        double difference = centre - m;
        squares +=
            statistics[from + 2]
                + difference
                    * (groupCount * difference + 2 * (statistics[from] - groupCount * centre));
      }
      exactMean[c] = m;
      variance[c] = Math.max(0, squares / count);
      inverse[c] = 1 / Math.sqrt(variance[c] + layer.eps());
      factors.set(parameters, c, m, factors.weight(parameters, c) * inverse[c]);
    }
  }

  @Override
  public void gatherBackward(GroupPass pass) {
    for (int c = 0; c < channels; c++) {
      gatherGradients(pass, c);
      int to = at + STATISTICS * c;
      pass.statistics()[to] = fold(pass.scratch(), 0, pass.images());
      pass.statistics()[to + 1] = fold(pass.scratch(), BatchNormKernel.SUM, pass.images());
    }
  }

  @Override
  public void combineBackward(GroupPass[] passes, int groups, float[] gradients) {
    double count = (double) images * pixels;
    for (int c = 0; c < channels; c++) {
      int from = at + STATISTICS * c;
      double sum = 0;
      double products = 0;
      for (int g = 0; g < groups; g++) {
        sum += passes[g].statistics()[from];
        products += passes[g].statistics()[from + 1];
      }
      // The products were taken with the mean's larger part only.
      products -= (exactMean[c] - mean[c]) * sum;
      if (layer.affine()) {
        gradients[binding.parameters().get(0) + c] += (float) (products * inverse[c]);
        gradients[binding.parameters().get(1) + c] += (float) sum;
      }
      double slant = inverse[c] * inverse[c] * products / count;
      slope[c] = (float) slant;
      offset[c] = (float) (sum / count - slant * (exactMean[c] - mean[c]));
    }
  }

  @Override
  public void backward(GroupPass pass) {
    backward(pass, offset, slope);
  }

  @Override
  public void commit() {
    float[] buffers = binding.buffers();
    int means = binding.bufferOffsets().get(0);
    int variances = binding.bufferOffsets().get(1);
    double count = (double) images * pixels;
    double keep = 1 - layer.momentum();
    for (int c = 0; c < channels; c++) {
      double unbiased = variance[c] * (count / (count - 1));
      buffers[means + c] = (float) (keep * buffers[means + c] + layer.momentum() * exactMean[c]);
      buffers[variances + c] =
          (float) (keep * buffers[variances + c] + layer.momentum() * unbiased);
    }
  }
}
