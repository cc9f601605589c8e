package dev.lanewise.layers.train;

import dev.lanewise.core.tensor.AugmentedSamples;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.SampleReader;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.loss.Targets;
import org.jspecify.annotations.Nullable;

/**
 * Brings samples and their targets to one worker. A training sees augmented samples through a
 * reader, which is made at the first of them; a measurement sees the plain ones.
 */
final class SampleLoader {

  private final boolean training;
  private final Targets targets;
  private @Nullable Samples samples;
  private @Nullable SampleReader reader;
  private boolean byClass = true;
  private int index;

  /**
   * A loader for one worker.
   *
   * @param training whether samples may be augmented
   * @param targets receives the targets
   */
  SampleLoader(boolean training, Targets targets) {
    this.training = training;
    this.targets = targets;
  }

  /** Starts on a lane group of {@code count} samples. */
  void begin(Samples source, int count) {
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
   */
  void read(int sample, long key, int lane) {
    index = sample;
    SampleReader current = reader;
    if (current == null) {
      targets.label(lane, source().label(sample));
      targets.weight(lane, source().weight(sample));
      for (int e = 0; !byClass && e < targets.elements(); e++) {
        targets.value(e, lane, source().target(sample, e));
      }
      return;
    }
    current.read(sample, key);
    targets.weight(lane, current.weight());
    targets.label(lane, current.share() < 0.5f ? current.otherLabel() : current.label());
    for (int e = 0; !byClass && e < targets.elements(); e++) {
      targets.value(e, lane, current.target(e));
    }
  }

  /** Writes the sample into a lane. */
  void copyTo(float[] group, int at, LaneLayout layout, int lane) {
    SampleReader current = reader;
    if (current == null) {
      source().copyTo(index, group, at, layout, lane);
    } else {
      current.copyTo(group, at, layout, lane);
    }
  }

  /** Writes the sample for lanes that are channels. */
  void copyTo(float[] image, int at, ChannelLayout layout, float[] scratch) {
    SampleReader current = reader;
    if (current == null) {
      source().copyTo(index, image, at, layout, scratch);
    } else {
      current.copyTo(image, at, layout);
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
