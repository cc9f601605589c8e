package dev.lanewise.data.picture;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Colours of an ICC profile, made those of sRGB: red, green and blue, or four inks. */
final class ProfileConversion {

  private final ColorConvertOp operation;

  /** Rows that are used again. */
  private @Nullable WritableRaster from;

  private @Nullable WritableRaster to;
  private int[] colours = {};
  private int[] results = {};

  private ProfileConversion(ICC_Profile profile) {
    operation =
        new ColorConvertOp(
            new ICC_ColorSpace(profile), ColorSpace.getInstance(ColorSpace.CS_sRGB), null);
  }

  /**
   * The conversion from a profile of red, green and blue; null if it is sRGB by its description,
   * whose pixels are right as they are.
   *
   * @throws PictureException if the profile is of other colours
   */
  static @Nullable ProfileConversion of(ICC_Profile profile) throws PictureException {
    if (profile.getColorSpaceType() != ColorSpace.TYPE_RGB) {
      throw PictureException.unsupported("A colour profile that is not of red, green and blue");
    }
    return isStandard(profile) ? null : new ProfileConversion(profile);
  }

  /** The conversion from inks; null if the profile is of something else. */
  static @Nullable ProfileConversion ofInks(ICC_Profile profile) {
    return profile.getColorSpaceType() == ColorSpace.TYPE_CMYK
        ? new ProfileConversion(profile)
        : null;
  }

  private static boolean isStandard(ICC_Profile profile) {
    byte[] description = profile.getData(ICC_Profile.icSigProfileDescriptionTag);
    // Of version 4 it is UTF-16.
    return description != null
        && new String(description, StandardCharsets.ISO_8859_1).replace("\0", "").contains("sRGB");
  }

  /** Converts the first pixels of a row in place; alpha stays. */
  void convert(int[] argb, int width) throws PictureException {
    if (colours.length != 3 * width) {
      colours = new int[3 * width];
    }
    int[] samples = colours;
    for (int x = 0; x < width; x++) {
      samples[3 * x] = argb[x] >> 16 & 0xff;
      samples[3 * x + 1] = argb[x] >> 8 & 0xff;
      samples[3 * x + 2] = argb[x] & 0xff;
    }
    convert(samples, 3, argb, width);
  }

  /** Converts a row of samples; alpha stays. */
  void convert(int[] given, int bands, int[] argb, int width) throws PictureException {
    if (from == null || to == null || from.getWidth() != width) {
      from = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, 1, bands, null);
      to = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, 1, 3, null);
    }
    from.setPixels(0, 0, width, 1, given);
    try {
      operation.filter(from, to);
    } catch (RuntimeException e) {
      throw new PictureException("the file is damaged: its colour profile can't be used", e);
    }
    if (results.length != 3 * width) {
      results = new int[3 * width];
    }
    int[] samples = to.getPixels(0, 0, width, 1, results);
    for (int x = 0; x < width; x++) {
      argb[x] =
          argb[x] & 0xff000000
              | samples[3 * x] << 16
              | samples[3 * x + 1] << 8
              | samples[3 * x + 2];
    }
  }
}
