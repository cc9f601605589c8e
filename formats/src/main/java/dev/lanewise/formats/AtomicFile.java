package dev.lanewise.formats;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file as a whole: whoever looks at the target sees the old content or the new, never a
 * part, even if the process or the machine dies meanwhile.
 */
public final class AtomicFile {

  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes all of it; need not flush or close.
     *
     * @throws IOException if it cannot be written
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes to a temporary name in the target's directory, forces the bytes to the device, then
   * renames. If anything fails the temporary file is deleted and the target is as it was. A
   * symbolic link is followed: what it points to is replaced. Temporary files that killed processes
   * have left in the directory are removed ({@link TemporaryFiles}).
   *
   * @param target path of the default file system
   * @param content what to write; it may throw, which deletes the temporary file, too
   * @throws IOException if the directory is missing or not writable, the target is not a regular
   *     file, or the device is full; the message is one line for the user
   */
  public static void write(Path target, Content content) throws IOException {
    Path file = resolve(target);
    Path directory = check(target, file);
    TemporaryFiles.removeLeft(directory);
    Path temporary = temporary(target, directory);
    try {
      // Not a channel: those close themselves when their thread is interrupted.
      try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
        TemporaryFiles.hold(out);
        BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        content.writeTo(buffered);
        buffered.flush();
        out.getFD().sync();
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure(target, e);
    } finally {
      delete(temporary);
    }
    force(directory);
  }

  /**
   * Checks that a file could be written, by making a file beside it and removing that: for those
   * who have hours of work before they write.
   *
   * @param target what is to be written later
   * @throws IOException as {@link #write(Path, Content)} would throw it now
   */
  public static void checkWritable(Path target) throws IOException {
    Path directory = check(target, resolve(target));
    TemporaryFiles.removeLeft(directory);
    delete(temporary(target, directory));
  }

  /**
   * What went wrong with a file that is written in another way, in one line for the user.
   *
   * @param target the file
   * @param e what was thrown
   */
  public static IOException failure(Path target, IOException e) {
    return new IOException(message(target, e), e);
  }

  /** An empty file; its name is short, so that any that the target may have leaves room for it. */
  private static Path temporary(Path target, Path directory) throws IOException {
    try {
      return Files.createFile(directory.resolve(TemporaryFiles.newName()));
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "" : ": " + e.getReason();
      throw new IOException(
          "Cannot write %s: its directory must be writable. Received: %s%s"
              .formatted(target, directory, reason),
          e);
    }
  }

  /** After the move there is nothing by this name; if it fails, what failed before says more. */
  private static void delete(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      return;
    }
  }

  /** As {@link #write(Path, Content)}, for bytes that are at hand. */
  public static void write(Path target, byte[] bytes) throws IOException {
    write(target, out -> out.write(bytes));
  }

  private static Path resolve(Path target) throws IOException {
    return Files.isSymbolicLink(target) ? linked(target) : target.toAbsolutePath();
  }

  private static Path linked(Path link) throws IOException {
    try {
      return link.toRealPath();
    } catch (IOException e) {
      throw new IOException(
          "Cannot write %s: the symbolic link must lead to a file. Received: %s"
              .formatted(link, Files.readSymbolicLink(link)),
          e);
    }
  }

  private static Path check(Path target, Path file) throws IOException {
    Path directory = file.getParent();
    if (directory == null || Files.isDirectory(file)) {
      throw new IOException(
          "Cannot write %s: it must be a file. Received: a directory".formatted(target));
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(
          "Cannot write %s: it must be a regular file. Received: a device or pipe"
              .formatted(target));
    }
    if (!Files.exists(directory)) {
      throw new IOException(
          "Cannot write %s: its directory must exist. Received: %s".formatted(target, directory));
    }
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          "Cannot write %s: what should be its directory is a file. Received: %s"
              .formatted(target, directory));
    }
    return directory;
  }

  private static String message(Path target, IOException e) {
    String text = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : "";
    if (text.isEmpty()) {
      text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
    return text.startsWith("Cannot write ")
        ? text
        : "Cannot write %s: %s".formatted(target, text.lines().findFirst().orElse(""));
  }

  /** Makes the new name last. Not every system can do this to a directory, nor needs it. */
  private static void force(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }
}
