package dev.lanewise.data;

/** What is made of a picture's EXIF orientation, by which cameras say how they were held. */
public enum ImageOrientation {
  /** The picture is turned and mirrored as its EXIF orientation says, as viewers do. */
  HONOUR,
  /** The pixels stay as the file has them. */
  IGNORE
}
