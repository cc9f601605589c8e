package dev.lanewise.data.picture;

import java.io.IOException;

/** A picture whose header was read, and whose pixels can be. */
public abstract sealed class Picture
    permits PngPicture, GifPicture, BmpPicture, JpegPicture, TiffPicture, WebpPicture {

  private final Header header;

  Picture(Header header) {
    this.header = header;
  }

  /**
   * What a file says before its pixels.
   *
   * @param kind what the file is by its content
   * @param width pixels in a row, as stored
   * @param height rows, as stored
   * @param grey whether the format has one channel of colour only
   * @param orientation EXIF orientation, 1 to 8; 1 if there is none
   */
  public record Header(PictureKind kind, int width, int height, boolean grey, int orientation) {

    /** Checks the size. */
    public Header {
      if (width < 1 || height < 1) {
        throw new IllegalArgumentException(
            "a picture must have at least 1 x 1 pixels. Received: %s x %s"
                .formatted(width, height));
      }
    }

    /** Whether rows become columns when the orientation is honoured. */
    public boolean isTurned() {
      return orientation > 4;
    }
  }

  /**
   * Reads the header of a file.
   *
   * @param file its bytes; the first of them are enough for most kinds
   * @throws PictureException if it is cut, damaged or not a picture
   */
  public static Picture of(byte[] file) throws IOException {
    PictureKind kind = PictureKind.of(file);
    try {
      return switch (kind) {
        case PNG -> PngPicture.open(file);
        case JPEG -> JpegPicture.open(file);
        case GIF -> GifPicture.open(file);
        case BMP -> BmpPicture.open(file);
        case WEBP -> WebpPicture.open(file);
        case TIFF -> TiffPicture.open(file);
        case HEIC, OTHER -> throw new PictureException(kind.label());
      };
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw PictureException.damaged(String.valueOf(e.getMessage()));
    }
  }

  /** What the file says before its pixels. */
  public final Header header() {
    return header;
  }

  /**
   * Reads the first picture of the file.
   *
   * @param sink takes its rows
   * @throws IOException if the file is cut or damaged; rows may have been given before
   */
  public final void read(PixelSink sink) throws IOException {
    try {
      rows(sink);
    } catch (NoClassDefFoundError e) {
      throw new PictureException(
          header.kind().label()
              + " needs TwelveMonkeys ImageIO (imageio-jpeg, imageio-tiff, imageio-webp) on the"
              + " class path",
          e);
    }
  }

  abstract void rows(PixelSink sink) throws IOException;
}
