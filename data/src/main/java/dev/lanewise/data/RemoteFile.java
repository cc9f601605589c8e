package dev.lanewise.data;

import java.net.URI;
import java.util.List;

/**
 * A file of a data set as its authors published it, and where it can be had.
 *
 * @param name file name
 * @param bytes exact length
 * @param sha256 SHA-256 of the file, 64 hexadecimal digits
 * @param mirrors addresses, the first to try first
 */
public record RemoteFile(String name, long bytes, String sha256, List<URI> mirrors) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the length is negative, the sum isn't 64 lower-case digits,
   *     the name has a folder in it, or there is no mirror
   */
  public RemoteFile {
    if (bytes < 0 || !sha256.matches("[0-9a-f]{64}") || !name.matches("[\\w.-]+")) {
      throw new IllegalArgumentException(
          "A remote file needs a plain name, a length and 64 hexadecimal digits. Received: %s, %s,"
                  .formatted(name, bytes)
              + " "
              + sha256);
    }
    if (mirrors.isEmpty()) {
      throw new IllegalArgumentException(
          "A remote file needs a mirror. Received: none for " + name);
    }
    mirrors = List.copyOf(mirrors);
  }

  static RemoteFile of(String name, long bytes, String sha256, List<String> folders) {
    return new RemoteFile(
        name, bytes, sha256, folders.stream().map(f -> URI.create(f + "/" + name)).toList());
  }
}
