package dev.lanewise.core.tensor;

/** Samples that are other samples but for what a subclass changes. */
public abstract class ForwardingSamples implements Samples {

  private final Samples samples;

  /**
   * Forwards everything.
   *
   * @param samples the other samples
   */
  protected ForwardingSamples(Samples samples) {
    this.samples = samples;
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public Shape shape() {
    return samples.shape();
  }

  @Override
  public int classes() {
    return samples.classes();
  }

  @Override
  public int label(int index) {
    return samples.label(index);
  }

  @Override
  public boolean hasTargets() {
    return samples.hasTargets();
  }

  @Override
  public float target(int index, int element) {
    return samples.target(index, element);
  }

  @Override
  public float weight(int index) {
    return samples.weight(index);
  }

  @Override
  public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
    samples.copyTo(index, group, at, layout, lane);
  }

  @Override
  public void copyTo(int index, float[] image, int at, ChannelLayout layout, float[] scratch) {
    samples.copyTo(index, image, at, layout, scratch);
  }
}
