package dev.lanewise.formats;

/**
 * Where in a file a message is about.
 *
 * @param file the file
 * @param path the part of it, for example {@code layers[2] (conv2d "conv3"), padding}; empty for
 *     all of it
 */
record Spot(String file, String path) {

  Spot at(String part) {
    return new Spot(file, path.isEmpty() ? part : path + ", " + part);
  }

  FormatException bad(String message) {
    return new FormatException(file + ": " + (path.isEmpty() ? "" : path + ": ") + message);
  }

  /** The same with what the constructor of a description said. */
  FormatException bad(IllegalArgumentException e) {
    return new FormatException(bad(String.valueOf(e.getMessage())).getMessage(), e);
  }
}
