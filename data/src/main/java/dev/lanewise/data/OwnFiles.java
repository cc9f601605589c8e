package dev.lanewise.data;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;

/** Tells files of one's own from links and files that others have planted. */
final class OwnFiles {

  private OwnFiles() {}

  /**
   * Makes the folder of a file. A folder that is a symbolic link is followed if it is the user's or
   * the system's own, as people do who keep data on another disk.
   *
   * @throws IOException if it can't be made, or is somebody else's link
   */
  static void makeFolder(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Files.createDirectories(folder);
    if (Files.isSymbolicLink(folder) && !isTrusted(folder)) {
      throw new FileSystemException(
          file.toString(), null, "its folder is another user's link, which is not followed");
    }
  }

  /** Whether a file is a plain one of this user's, that has no other name. */
  static boolean isOwn(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && links(file) == 1
        && isTrusted(file);
  }

  private static int links(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return 1;
    }
    return (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether a file, not what it links to, belongs to this user or to the system's. */
  private static boolean isTrusted(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return true;
    }
    UserPrincipal owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS);
    String user = System.getProperty("user.name", "?");
    // A container's user may have no name; then nothing can be said.
    return user.equals("?") || owner.getName().equals(user) || owner.getName().equals("root");
  }
}
