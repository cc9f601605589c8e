package dev.lanewise.core.augment;

/** How a value between pixels is found. */
public enum PixelLookup {
  /** The nearest pixel; of two, the one of even index. */
  NEAREST,
  /** The weighted mean of the four pixels around it. */
  BILINEAR
}
