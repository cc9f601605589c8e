package dev.lanewise.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens files, with messages for the user. */
final class Inputs {

  private Inputs() {}

  static InputStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(
          "Cannot read %s: it must be a file. Received: a directory".formatted(file));
    }
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw new IOException("Cannot read %s: the file must exist".formatted(file), e);
    } catch (AccessDeniedException e) {
      throw new IOException("Cannot read %s: it must be readable".formatted(file), e);
    }
  }

  /** Text in UTF-8. */
  static String text(Path file, int limit) throws IOException {
    byte[] bytes;
    try (InputStream in = open(file)) {
      bytes = in.readNBytes(limit + 1);
    }
    if (bytes.length > limit) {
      throw new FormatException(
          "%s: the file must have at most %s bytes. Received: more".formatted(file, limit));
    }
    return text(bytes, file.toString());
  }

  static String text(byte[] bytes, String where) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new FormatException(where + ": the text must be UTF-8. Received: other bytes", e);
    }
  }
}
