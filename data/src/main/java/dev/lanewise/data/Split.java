package dev.lanewise.data;

import java.util.Locale;

/** The two parts of a data set. */
public enum Split {
  /** The images to train on. */
  TRAIN,
  /** The images to measure on. */
  TEST;

  /** {@code train} or {@code test}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
