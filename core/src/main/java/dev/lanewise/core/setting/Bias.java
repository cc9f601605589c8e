package dev.lanewise.core.setting;

/** What is added to an output channel. */
public enum Bias {
  /** Nothing. */
  NONE,
  /** One value a channel. */
  CHANNEL,
  /** One value for each channel and output position. */
  POSITION
}
