package dev.lanewise.layers;

/**
 * What a layer does to its result besides its own work, so that the operations behind it have
 * nothing left to do: first the second input is added, then values are clamped.
 *
 * @param adds whether there is a second input, to be added
 * @param floor lower bound of the result, or minus infinity; no gradient passes at the bound
 * @param ceiling upper bound of the result, or infinity; no gradient passes at the bound
 */
public record Epilogue(boolean adds, float floor, float ceiling) {

  /** Nothing more. */
  public static final Epilogue NONE =
      new Epilogue(false, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  /** Whether values are clamped. */
  public boolean clamps() {
    return floor > Float.NEGATIVE_INFINITY || ceiling < Float.POSITIVE_INFINITY;
  }
}
