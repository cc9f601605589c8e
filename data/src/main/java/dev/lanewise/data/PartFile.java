package dev.lanewise.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The part of a file that has come so far, beside the place where the file will be. It is locked
 * while it is open, survives a failure so that the next run can go on, and takes the file's name
 * only when it is whole. Every disk error becomes a {@link DataException}.
 */
final class PartFile implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;

  private PartFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens {@code target + ".part"}, and makes its folder if it isn't there. Who else may write to
   * the folder can have put a link there, so none is followed: what isn't a file of one's own,
   * under this name only, gives way to a new one.
   */
  static PartFile open(Path target) {
    Path path = target.resolveSibling(target.getFileName() + ".part");
    try {
      OwnFiles.makeFolder(path);
      FileChannel channel = channel(path);
      if (!locked(channel)) {
        channel.close();
        throw new DataException(
            DataException.Kind.DISK, path + ": another download is writing this file");
      }
      return new PartFile(path, channel);
    } catch (IOException e) {
      throw disk(path, e);
    }
  }

  private static FileChannel channel(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !OwnFiles.isOwn(path)) {
      // Only the name goes; what it leads to stays.
      Files.delete(path);
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return open(path, StandardOpenOption.CREATE_NEW);
    }
    FileChannel channel = open(path, LinkOption.NOFOLLOW_LINKS);
    if (!OwnFiles.isOwn(path)) {
      channel.close();
      throw new IOException("another program has changed it while it was opened");
    }
    return channel;
  }

  private static FileChannel open(Path path, OpenOption how) throws IOException {
    return FileChannel.open(path, how, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw disk(path, e);
    }
  }

  /** Forgets everything. */
  void clear() {
    try {
      channel.truncate(0);
    } catch (IOException e) {
      throw disk(path, e);
    }
  }

  void append(byte[] bytes, int count) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
      channel.position(channel.size());
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw disk(path, e);
    }
  }

  String sha256() {
    try {
      channel.position(0);
      return sha256(Channels.newInputStream(channel));
    } catch (IOException e) {
      throw disk(path, e);
    }
  }

  static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return sha256(in);
    } catch (IOException e) {
      throw disk(file, e);
    }
  }

  private static String sha256(InputStream in) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /** Gives the whole file its name, after its bytes have reached the disk. */
  void moveTo(Path target) {
    try {
      channel.force(true);
      channel.close();
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw disk(target, e);
    }
  }

  /** Closes the file; an empty one is removed. */
  @Override
  public void close() {
    try {
      if (channel.isOpen()) {
        boolean empty = channel.size() == 0;
        channel.close();
        if (empty) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      throw disk(path, e);
    }
  }

  /** The error of a download that was interrupted; what has come stays. */
  DataException interrupted(Exception cause) {
    return interrupted(path, cause);
  }

  private static DataException interrupted(Path path, Exception cause) {
    return new DataException(
        DataException.Kind.NETWORK, path + ": the download was interrupted", cause);
  }

  private static DataException disk(Path path, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return interrupted(path, e);
    }
    return new DataException(
        DataException.Kind.DISK, path + ": can't be written: " + DataException.reason(e), e);
  }
}
