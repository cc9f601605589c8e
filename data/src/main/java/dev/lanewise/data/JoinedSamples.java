package dev.lanewise.data;

import dev.lanewise.core.tensor.AugmentedSamples;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import java.util.List;

/**
 * The samples of several sources, one source after the other, as PyTorch's {@code ConcatDataset}.
 * Joining comes first, augmentation after.
 */
public final class JoinedSamples implements Samples {

  private final List<Samples> parts;

  /** Where each part starts, and the end of the last. */
  private final int[] starts;

  private final boolean hasTargets;

  /**
   * Joins sources.
   *
   * @param parts at least one; all of one shape and with as many classes
   * @throws IllegalArgumentException if there is none, their shapes or numbers of classes differ,
   *     there are more than 2^31 - 1 samples in all, or one is augmented
   */
  public JoinedSamples(List<? extends Samples> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("There must be samples to join. Received: none");
    }
    this.parts = List.copyOf(parts);
    hasTargets = parts.stream().anyMatch(Samples::hasTargets);
    Samples first = parts.getFirst();
    starts = new int[parts.size() + 1];
    long end = 0;
    for (int i = 0; i < parts.size(); i++) {
      Samples part = parts.get(i);
      if (part instanceof AugmentedSamples) {
        throw new IllegalArgumentException(
            "Samples must be joined before they are augmented. Received: augmented samples");
      }
      if (!part.shape().equals(first.shape()) || part.classes() != first.classes()) {
        throw new IllegalArgumentException(
            "Samples that are joined must have the same shape and number of classes. Expected: %s,"
                    .formatted(first.shape())
                + " %s. Received: %s, %s".formatted(first.classes(), part.shape(), part.classes()));
      }
      end += part.size();
      if (end > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "There must be at most 2147483647 samples in all. Received: " + end);
      }
      starts[i + 1] = (int) end;
    }
  }

  /** The part that sample {@code index} is of. */
  private int part(int index) {
    int part = 0;
    while (index >= starts[part + 1]) {
      part++;
    }
    return part;
  }

  @Override
  public int size() {
    return starts[parts.size()];
  }

  @Override
  public Shape shape() {
    return parts.getFirst().shape();
  }

  @Override
  public int classes() {
    return parts.getFirst().classes();
  }

  @Override
  public int label(int index) {
    int part = part(index);
    return parts.get(part).label(index - starts[part]);
  }

  /** Whether any part has targets; classes of other parts become targets then. */
  @Override
  public boolean hasTargets() {
    return hasTargets;
  }

  @Override
  public float target(int index, int element) {
    int part = part(index);
    return parts.get(part).target(index - starts[part], element);
  }

  @Override
  public float weight(int index) {
    int part = part(index);
    return parts.get(part).weight(index - starts[part]);
  }

  @Override
  public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
    int part = part(index);
    parts.get(part).copyTo(index - starts[part], group, at, layout, lane);
  }

  @Override
  public void copyTo(int index, float[] image, int at, ChannelLayout layout, float[] scratch) {
    int part = part(index);
    parts.get(part).copyTo(index - starts[part], image, at, layout, scratch);
  }
}
