package dev.lanewise.data.picture;

import java.nio.charset.StandardCharsets;

/** What a file is, by its first bytes: its name doesn't matter. */
public enum PictureKind {
  /** Portable Network Graphics. */
  PNG("PNG"),
  /** JPEG, baseline or progressive. */
  JPEG("JPEG"),
  /** GIF, the first picture of an animation. */
  GIF("GIF"),
  /** Windows bitmap. */
  BMP("BMP"),
  /** WebP, lossy or lossless, the first picture of an animation. */
  WEBP("WebP"),
  /** TIFF, the first page. */
  TIFF("TIFF"),
  /** HEIC, HEIF and AVIF, which aren't read. */
  HEIC("HEIC or AVIF"),
  /** Anything else. */
  OTHER("something else");

  private final String label;

  PictureKind(String label) {
    this.label = label;
  }

  /** What messages call it. */
  public String label() {
    return label;
  }

  /** The kind of a file that begins with these bytes. */
  public static PictureKind of(byte[] file) {
    String start = new String(file, 0, Math.min(file.length, 12), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    } else if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    } else if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
      return GIF;
    } else if (start.startsWith("BM")) {
      return BMP;
    } else if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return WEBP;
    } else if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
      return TIFF;
    }
    return start.startsWith("ftyp", 4) && isHeic(start.substring(8)) ? HEIC : OTHER;
  }

  private static boolean isHeic(String brand) {
    return brand.startsWith("hei")
        || brand.startsWith("hev")
        || brand.startsWith("mif1")
        || brand.startsWith("msf1")
        || brand.startsWith("avi");
  }
}
