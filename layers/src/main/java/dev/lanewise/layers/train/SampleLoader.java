package dev.lanewise.layers.train;

import dev.lanewise.core.tensor.AugmentedSamples;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.SampleReader;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.Targets;
import org.jspecify.annotations.Nullable;

/**
 * Brings samples and their targets to one worker. A training sees augmented samples through a
 * reader, which is made at the first of them; a measurement sees the plain ones. What samples say
 * is checked here, and what they throw gets the sample's number.
 */
final class SampleLoader {

  private final boolean training;
  private final Targets targets;
  private final Loss loss;
  private @Nullable Samples samples;
  private @Nullable SampleReader reader;
  private boolean byClass = true;
  private boolean labelled = true;
  private int index;

  /**
   * A loader for one worker.
   *
   * @param training whether samples may be augmented
   * @param targets receives the targets
   * @param loss decides which labels are right
   */
  SampleLoader(boolean training, Targets targets, Loss loss) {
    this.training = training;
    this.targets = targets;
    this.loss = loss;
  }

  /**
   * Starts on a lane group.
   *
   * @param source samples
   * @param count how many make the group
   * @param wantsTargets whether their labels, targets and weights are read
   */
  void begin(Samples source, int count, boolean wantsTargets) {
    labelled = wantsTargets;
    if (source != samples) {
      samples = source;
      boolean augmented = training && source instanceof AugmentedSamples;
      reader = augmented ? ((AugmentedSamples) source).newReader() : null;
      byClass = !source.hasTargets() && !(augmented && ((AugmentedSamples) source).mixes());
    }
    if (byClass) {
      targets.beginClasses(count);
    } else {
      targets.beginValues(count);
    }
  }

  /**
   * Turns to a sample and sets its target.
   *
   * @param sample the sample
   * @param key key of its random numbers
   * @param lane its lane
   * @throws IllegalArgumentException if its label, its weight or a target is out of range
   * @throws SampleException if the samples throw
   */
  void read(int sample, long key, int lane) {
    index = sample;
    SampleReader current = reader;
    if (current != null) {
      read(current, key, lane);
    } else if (labelled) {
      read(source(), lane);
    }
  }

  private void read(Samples from, int lane) {
    int label;
    float weight;
    try {
      label = from.label(index);
      weight = from.weight(index);
      for (int e = 0; !byClass && e < targets.elements(); e++) {
        targets.value(e, lane, from.target(index, e));
      }
    } catch (RuntimeException e) {
      throw new SampleException(index, e);
    }
    targets.label(lane, checked(label));
    targets.weight(lane, SampleChecks.weight(weight, index));
    checkTargets(lane);
  }

  private void read(SampleReader from, long key, int lane) {
    int label;
    int other;
    float share;
    float weight;
    try {
      from.read(index, key);
      label = from.label();
      other = from.otherLabel();
      share = from.share();
      weight = from.weight();
      for (int e = 0; !byClass && e < targets.elements(); e++) {
        targets.value(e, lane, from.target(e));
      }
    } catch (RuntimeException e) {
      throw new SampleException(index, e);
    }
    checked(label);
    checked(other);
    SampleChecks.share(share, index);
    targets.label(lane, share < 0.5f ? other : label);
    targets.weight(lane, SampleChecks.weight(weight, index));
    checkTargets(lane);
  }

  private int checked(int label) {
    return SampleChecks.label(loss, label, targets.elements(), index);
  }

  private void checkTargets(int lane) {
    for (int e = 0; !byClass && e < targets.elements(); e++) {
      SampleChecks.target(targets.target(e, lane), e, index);
    }
  }

  /** Writes the sample into a lane. */
  void copyTo(float[] group, int at, LaneLayout layout, int lane) {
    SampleReader current = reader;
    try {
      if (current == null) {
        source().copyTo(index, group, at, layout, lane);
      } else {
        current.copyTo(group, at, layout, lane);
      }
    } catch (RuntimeException e) {
      throw new SampleException(index, e);
    }
  }

  /** Writes the sample for lanes that are channels. */
  void copyTo(float[] image, int at, ChannelLayout layout, float[] scratch) {
    SampleReader current = reader;
    try {
      if (current == null) {
        source().copyTo(index, image, at, layout, scratch);
      } else {
        current.copyTo(image, at, layout);
      }
    } catch (RuntimeException e) {
      throw new SampleException(index, e);
    }
  }

  private Samples source() {
    Samples source = samples;
    if (source == null) {
      throw new IllegalStateException("A batch must have samples.");
    }
    return source;
  }
}
