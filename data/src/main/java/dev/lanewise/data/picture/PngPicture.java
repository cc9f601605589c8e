package dev.lanewise.data.picture;

import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * PNG (W3C, third edition): all colour types and depths, interlaced or not. Every chunk's checksum
 * is checked, and that of the compressed data; what is not needed for the pixels isn't unpacked.
 */
final class PngPicture extends Picture {

  /** Most bytes of a colour profile. */
  private static final int MOST_PROFILE = 4 << 20;

  /** Most bytes after the last row: an encoder's slip is forgiven, a bomb is not. */
  private static final int MOST_SURPLUS = 1 << 16;

  /** Adam7: first column, first row, steps. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private final FileBytes file;

  private PngPicture(Header header, FileBytes file) {
    super(header);
    this.file = file;
  }

  static PngPicture open(byte[] bytes) throws IOException {
    FileBytes file = new FileBytes(bytes, true);
    if (file.i32(8) != 13 || !file.text(12, 4).equals("IHDR")) {
      throw PictureException.damaged("a PNG must begin with its header");
    }
    CRC32 sum = new CRC32();
    sum.update(bytes, file.need(12, 21), 17);
    if (sum.getValue() != file.u32(29)) {
      throw PictureException.damaged("the checksum of its chunk IHDR is wrong");
    }
    int orientation = 1;
    for (long at = 33; at + 12 <= file.size(); ) {
      long length = file.u32(at);
      if (file.text(at + 4, 4).equals("eXIf")) {
        orientation = Exif.orientation(bytes, at + 8, at + 8 + length);
      }
      at += 12 + length;
    }
    boolean grey = (file.u8(25) & 3) == 0;
    return new PngPicture(
        new Header(PictureKind.PNG, file.i32(16), file.i32(20), grey, orientation), file);
  }

  @Override
  void rows(PixelSink sink) throws IOException {
    PngRows format = PngRows.of(file);
    Chunks chunks = check(format);
    Inflater inflater = new Inflater();
    try {
      Data data = new Data(file, chunks.data(), inflater);
      @Nullable ProfileConversion conversion = chunks.conversion();
      if (file.u8(28) == 0) {
        plain(format, data, conversion, sink);
      } else {
        interlaced(format, data, conversion, sink);
      }
      data.end();
    } finally {
      inflater.end();
    }
  }

  /** Where the compressed data lie, and how colours are converted; null for not at all. */
  private record Chunks(long data, @Nullable ProfileConversion conversion) {}

  private Chunks check(PngRows format) throws IOException {
    CRC32 sum = new CRC32();
    long data = -1;
    @Nullable ProfileConversion conversion = null;
    for (long at = 8; ; ) {
      long length = file.u32(at);
      int start = file.need(at + 4, length + 8);
      String name = file.text(start, 4);
      sum.reset();
      sum.update(file.bytes(), start, (int) length + 4);
      if (sum.getValue() != file.u32(at + 8 + length)) {
        throw PictureException.damaged("the checksum of its chunk %s is wrong".formatted(name));
      }
      switch (name) {
        case "IHDR", "acTL", "fcTL", "fdAT" -> {}
        case "PLTE" -> format.palette(at + 8, (int) length);
        case "tRNS" -> format.transparency(at + 8, (int) length);
        case "iCCP" -> conversion = format.isGrey() ? null : profile(start + 4, (int) length);
        case "IDAT" -> data = data < 0 ? at : data;
        case "IEND" -> {
          if (data < 0) {
            throw PictureException.damaged("it has no pixels");
          }
          return new Chunks(data, conversion);
        }
        default -> {
          // A capital says that the pixels mean nothing without the chunk.
          if (Character.isUpperCase(name.charAt(0))) {
            throw PictureException.unsupported("A PNG with a chunk %s".formatted(name));
          }
        }
      }
      at += 12 + length;
    }
  }

  private @Nullable ProfileConversion profile(int at, int length) throws IOException {
    int end = at + length;
    int zip = at;
    while (zip < end && file.u8(zip) != 0) {
      zip++;
    }
    if (zip + 2 >= end) {
      throw PictureException.damaged("its colour profile is empty");
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(file.bytes(), zip + 2, end - zip - 2);
      // The first four bytes are the size; a profile's header has 128.
      byte[] start = new byte[128];
      inflate(inflater, start, 0);
      long size = new FileBytes(start, true).u32(0);
      if (size < 128 || size > MOST_PROFILE) {
        throw PictureException.damaged(
            "its colour profile must have 128 to %s bytes. Received: %s"
                .formatted(MOST_PROFILE, size));
      }
      byte[] profile = Arrays.copyOf(start, (int) size);
      inflate(inflater, profile, 128);
      return ProfileConversion.of(ICC_Profile.getInstance(profile));
    } catch (DataFormatException | IllegalArgumentException e) {
      throw new PictureException("the file is damaged: its colour profile can't be read", e);
    } finally {
      inflater.end();
    }
  }

  private static void inflate(Inflater inflater, byte[] to, int from)
      throws DataFormatException, PictureException {
    int at = from;
    while (at < to.length) {
      int got = inflater.inflate(to, at, to.length - at);
      if (got == 0) {
        throw PictureException.damaged("its colour profile ends early");
      }
      at += got;
    }
  }

  private void plain(
      PngRows format, Data data, @Nullable ProfileConversion conversion, PixelSink sink)
      throws IOException {
    int width = header().width();
    int[] argb = new int[width];
    byte[] row = new byte[format.bytes(width)];
    byte[] above = new byte[row.length];
    sink.begin(width, header().height());
    for (int y = 0; y < header().height(); y++) {
      data.row(row, above, format.step());
      format.argb(row, width, argb);
      if (conversion != null) {
        conversion.convert(argb, width);
      }
      sink.row(argb);
      byte[] last = above;
      above = row;
      row = last;
    }
  }

  private void interlaced(
      PngRows format, Data data, @Nullable ProfileConversion conversion, PixelSink sink)
      throws IOException {
    int width = header().width();
    int height = header().height();
    Mosaic mosaic = new Mosaic(width, height, 0);
    int[] argb = new int[width];
    for (int[] pass : PASSES) {
      int columns = (width - pass[0] + pass[2] - 1) / pass[2];
      if (columns <= 0) {
        continue;
      }
      byte[] row = new byte[format.bytes(columns)];
      byte[] above = new byte[row.length];
      for (int y = pass[1]; y < height; y += pass[3]) {
        data.row(row, above, format.step());
        format.argb(row, columns, argb);
        if (conversion != null) {
          conversion.convert(argb, columns);
        }
        for (int x = 0; x < columns; x++) {
          mosaic.set(pass[0] + x * pass[2], y, argb[x]);
        }
        byte[] last = above;
        above = row;
        row = last;
      }
    }
    mosaic.give(sink);
  }

  /** The compressed data of all IDAT chunks, unpacked. */
  private static final class Data {

    private final FileBytes file;
    private final Inflater inflater;
    private final byte[] filter = new byte[1];
    private long next;

    Data(FileBytes file, long first, Inflater inflater) {
      this.file = file;
      this.next = first;
      this.inflater = inflater;
    }

    /** Reads a row and undoes its filter. */
    void row(byte[] row, byte[] above, int step) throws IOException {
      fill(filter);
      fill(row);
      PngRows.unfilter(filter[0], row, above, step);
    }

    private void fill(byte[] to) throws IOException {
      int at = 0;
      while (at < to.length) {
        int got = inflate(to, at);
        if (got == 0) {
          throw PictureException.damaged("it has fewer pixels than its header says");
        }
        at += got;
      }
    }

    /** Reads to the end of the data, where their checksum is. */
    void end() throws IOException {
      byte[] surplus = new byte[512];
      int length = 0;
      while (!inflater.finished()) {
        int got = inflate(surplus, 0);
        length += got;
        if (got == 0 && !inflater.finished() || length > MOST_SURPLUS) {
          throw PictureException.damaged("its pixels don't end where they should");
        }
      }
    }

    /** Some bytes; 0 at the end of the data. */
    private int inflate(byte[] to, int at) throws IOException {
      try {
        while (true) {
          int got = inflater.inflate(to, at, to.length - at);
          if (got > 0 || inflater.finished()) {
            return got;
          }
          if (inflater.needsDictionary() || !more()) {
            return 0;
          }
        }
      } catch (DataFormatException e) {
        throw new PictureException("the file is damaged: its pixels can't be unpacked", e);
      }
    }

    private boolean more() throws IOException {
      while (file.text(next + 4, 4).equals("IDAT")) {
        int length = (int) file.u32(next);
        inflater.setInput(file.bytes(), (int) next + 8, length);
        next += 12L + length;
        if (length > 0) {
          return true;
        }
      }
      return false;
    }
  }
}
