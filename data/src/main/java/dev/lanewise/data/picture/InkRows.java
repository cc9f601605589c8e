package dev.lanewise.data.picture;

import java.awt.color.ICC_Profile;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a JPEG of four inks, cyan, magenta, yellow and black, by its colour profile; without one
 * light passes through one ink after the other: red is {@code (255 - C)(255 - K) / 255}. Adobe's
 * marker says that the numbers are light instead of ink, and whether three of them are YCbCr.
 */
final class InkRows {

  private static final int PROFILE = 0xe2;
  private static final int ADOBE = 0xee;
  private static final int MOST_PROFILE = 4 << 20;
  private static final String PROFILE_NAME = "ICC_PROFILE\0";

  private final boolean light;
  private final boolean luma;
  private final @Nullable ProfileConversion conversion;

  private InkRows(boolean light, boolean luma, @Nullable ProfileConversion conversion) {
    this.light = light;
    this.luma = luma;
    this.conversion = conversion;
  }

  static InkRows of(FileBytes file) throws IOException {
    ByteArrayOutputStream profile = new ByteArrayOutputStream();
    boolean light = false;
    boolean luma = false;
    for (long at = JpegPicture.marker(file, 2);
        file.u8(at + 1) != JpegPicture.START_OF_SCAN;
        at = JpegPicture.next(file, at)) {
      int kind = file.u8(at + 1);
      if (kind == ADOBE && file.u16(at + 2) >= 14 && file.text(at + 4, 5).equals("Adobe")) {
        light = true;
        luma = file.u8(at + 15) == 2;
      } else if (kind == PROFILE
          && file.u16(at + 2) > 16
          && file.text(at + 4, 12).equals(PROFILE_NAME)) {
        int length = file.u16(at + 2) - 16;
        profile.write(file.bytes(), file.need(at + 18, length), length);
      }
    }
    return new InkRows(light, luma, conversion(profile.toByteArray()));
  }

  private static @Nullable ProfileConversion conversion(byte[] profile) throws IOException {
    if (profile.length == 0 || profile.length > MOST_PROFILE) {
      return null;
    }
    try {
      return ProfileConversion.ofInks(ICC_Profile.getInstance(profile));
    } catch (IllegalArgumentException e) {
      throw new PictureException("the file is damaged: its colour profile can't be read", e);
    }
  }

  void give(Raster raster, PixelSink sink) throws IOException {
    int width = raster.getWidth();
    int[] inks = new int[4 * width];
    int[] argb = new int[width];
    sink.begin(width, raster.getHeight());
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, inks);
      for (int i = 0; i < inks.length; i += 4) {
        separate(inks, i);
      }
      if (conversion == null) {
        for (int x = 0; x < width; x++) {
          argb[x] = mixed(inks, 4 * x);
        }
      } else {
        Arrays.fill(argb, 0xff000000);
        conversion.convert(inks, 4, argb, width);
      }
      sink.row(argb);
    }
  }

  /** Makes a pixel's numbers inks: 255 is all of one. */
  private void separate(int[] inks, int at) {
    if (luma) {
      int y = inks[at];
      double cb = inks[at + 1] - 128;
      double cr = inks[at + 2] - 128;
      inks[at] = bounded(y + 1.402 * cr);
      inks[at + 1] = bounded(y - 0.344136 * cb - 0.714136 * cr);
      inks[at + 2] = bounded(y + 1.772 * cb);
    }
    if (light) {
      for (int i = at; i < at + 4; i++) {
        inks[i] = 255 - inks[i];
      }
    }
  }

  private static int bounded(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }

  private static int mixed(int[] inks, int at) {
    int rest = 255 - inks[at + 3];
    int argb = 0xff;
    for (int i = at; i < at + 3; i++) {
      argb = argb << 8 | ((255 - inks[i]) * rest + 127) / 255;
    }
    return argb;
  }
}
