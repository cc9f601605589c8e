package dev.lanewise.core.tensor;

/**
 * Samples that training sees in another form each time, while measuring sees them as they are: the
 * methods of {@link Samples} give the plain images, a reader gives the changed ones.
 */
public interface AugmentedSamples extends Samples {

  /** A reader with memory of its own. Each thread that reads makes one and keeps it. */
  SampleReader newReader();

  /** Whether an image may belong to two classes, so that targets are shares of classes. */
  boolean mixes();
}
