package dev.lanewise.formats;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The temporary files of {@link AtomicFile}: {@code .lanewise-UUID.tmp}. A process holds a lock on
 * each while it writes; what nobody holds was left by a process that was killed, whichever machine
 * or container it ran in. The UUID's upper half says whether the file is this process's own, whose
 * locks a look at the file would give up.
 */
final class TemporaryFiles {

  private static final Pattern NAME =
      Pattern.compile(
          "\\.lanewise-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\.tmp");

  private static final long OWN = UUID.randomUUID().getMostSignificantBits();

  /** Between a file's creation and its lock there is a moment. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private TemporaryFiles() {}

  static String newName() {
    return ".lanewise-" + new UUID(OWN, UUID.randomUUID().getLeastSignificantBits()) + ".tmp";
  }

  /** Keeps other processes from removing a file until it is closed. */
  static void hold(FileOutputStream out) {
    try {
      FileLock lock = out.getChannel().tryLock();
      // Null would say that another process holds it, which only looks: nothing is lost by that.
      assert lock == null || lock.isValid();
    } catch (IOException e) {
      // A file system without locks: there, nobody can get one to remove the file either.
      return;
    }
  }

  /** Removes what killed processes have left in a directory. What can't be removed stays. */
  static void removeLeft(Path directory) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".lanewise-*.tmp")) {
      for (Path file : files) {
        if (isLeft(file)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return;
    }
  }

  private static boolean isLeft(Path file) {
    var matcher = NAME.matcher(String.valueOf(file.getFileName()));
    if (!matcher.matches()
        || UUID.fromString(matcher.group(1)).getMostSignificantBits() == OWN
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Instant changed = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
      if (Duration.between(changed, Instant.now()).abs().compareTo(MOMENT) < 0) {
        return false;
      }
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
          FileLock lock = channel.tryLock()) {
        return lock != null;
      }
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }
}
