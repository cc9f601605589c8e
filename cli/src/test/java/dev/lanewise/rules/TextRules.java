package dev.lanewise.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules on text. Their patterns are written so that they do not match this file. */
final class TextRules {

  /** Lines that a source of main code may have. */
  static final int LONGEST = 600;

  private static final Pattern MARKER = Pattern.compile("\\b(TO[D]O|FIX[M]E|XX[X]|HA[C]K)\\b");
  private static final Pattern MACHINE = Pattern.compile("/(wor[k]|roo[t])/");

  private TextRules() {}

  /**
   * What is wrong with the files: marks of unfinished work, and directories of the machine that a
   * file was written on. Binary files and recorded test data are not looked at for marks.
   */
  static List<String> marks(List<Path> files) {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      byte[] bytes = bytes(file);
      if (isBinary(bytes)) {
        continue;
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (!file.toString().replace('\\', '/').contains("src/test/resources/")) {
        find(MARKER, "unfinished work", file, text, found);
      }
      find(MACHINE, "a directory of one machine", file, text, found);
    }
    return found;
  }

  /** The files that are too long. */
  static List<String> tooLong(List<Path> files) {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      long lines = new String(bytes(file), StandardCharsets.UTF_8).lines().count();
      if (lines > LONGEST) {
        found.add(file + ": at most " + LONGEST + " lines. Received: " + lines);
      }
    }
    return found;
  }

  private static void find(
      Pattern pattern, String what, Path file, String text, List<String> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      long line = text.substring(0, matcher.start()).lines().count();
      found.add(file + ":" + Math.max(1, line) + ": " + what + ": " + matcher.group());
    }
  }

  private static boolean isBinary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, 8000); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
