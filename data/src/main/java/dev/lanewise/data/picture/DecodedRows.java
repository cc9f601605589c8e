package dev.lanewise.data.picture;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * Rows of what an ImageIO reader has decoded. Grey is the raster's samples as they are: the JDK
 * takes grey for linear light and would lighten it.
 */
final class DecodedRows {

  private final Raster raster;
  private final ColorModel model;
  private final boolean samples;
  private final @Nullable ProfileConversion conversion;
  private int[] pixels = {};

  DecodedRows(BufferedImage image) throws PictureException {
    raster = image.getRaster();
    model = image.getColorModel();
    int type = raster.getTransferType();
    if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
      throw PictureException.unsupported("A picture of floating-point samples");
    }
    ColorSpace space = model.getColorSpace();
    boolean grey = space.getType() == ColorSpace.TYPE_GRAY;
    if (!grey && space.getType() != ColorSpace.TYPE_RGB) {
      throw PictureException.unsupported("A picture of neither grey nor red, green and blue");
    }
    samples = model instanceof ComponentColorModel;
    boolean profiled = !grey && !space.isCS_sRGB() && space instanceof ICC_ColorSpace;
    conversion = profiled ? ProfileConversion.of(((ICC_ColorSpace) space).getProfile()) : null;
  }

  int width() {
    return raster.getWidth();
  }

  int height() {
    return raster.getHeight();
  }

  /** Reads a row. */
  void row(int y, int[] argb) throws PictureException {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    if (!samples) {
      @Nullable Object element = null;
      for (int x = 0; x < width; x++) {
        element = raster.getDataElements(x, y, element);
        argb[x] = model.getRGB(element);
      }
      return;
    }
    if (pixels.length != width * bands) {
      pixels = new int[width * bands];
    }
    raster.getPixels(0, y, width, 1, pixels);
    boolean alpha = model.hasAlpha();
    int colours = bands - (alpha ? 1 : 0);
    for (int x = 0; x < width; x++) {
      int at = x * bands;
      int red = eight(at, 0);
      int green = colours < 3 ? red : eight(at, 1);
      int blue = colours < 3 ? red : eight(at, 2);
      int opacity = alpha ? eight(at, bands - 1) : 255;
      if (model.isAlphaPremultiplied() && opacity > 0) {
        red = Math.min(255, (red * 255 + opacity / 2) / opacity);
        green = Math.min(255, (green * 255 + opacity / 2) / opacity);
        blue = Math.min(255, (blue * 255 + opacity / 2) / opacity);
      }
      argb[x] = opacity << 24 | red << 16 | green << 8 | blue;
    }
    if (conversion != null) {
      conversion.convert(argb, width);
    }
  }

  /** A sample as eight bits, rounded. */
  private int eight(int at, int band) {
    int bits = model.getComponentSize(band);
    long value = pixels[at + band] & 0xffffffffL;
    long most = (1L << bits) - 1;
    return bits == 8 ? (int) value : (int) ((Math.min(value, most) * 510 + most) / (2 * most));
  }
}
