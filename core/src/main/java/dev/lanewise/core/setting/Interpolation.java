package dev.lanewise.core.setting;

/** How an image of another size gets its values. */
public enum Interpolation {

  /**
   * The value of one input: PyTorch's {@code nearest}, input {@code floor(o * scale)} where {@code
   * scale = inputs / outputs} and the product are rounded to floats as PyTorch does.
   */
  NEAREST,

  /**
   * Linear along both axes between pixels' centres: PyTorch's {@code bilinear} with {@code
   * align_corners=False}. Output {@code o} is at input {@code max(0, (o + 0.5) * inputs / outputs -
   * 0.5)}; beyond the last centre the last input counts.
   */
  BILINEAR,

  /**
   * Linear along both axes, corners on corners: PyTorch's {@code bilinear} with {@code
   * align_corners=True}. Output {@code o} is at input {@code o * (inputs - 1) / (outputs - 1)}, a
   * single output at input 0.
   */
  BILINEAR_ALIGNED
}
