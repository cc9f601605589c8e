package dev.lanewise.data;

import java.net.URI;
import java.nio.file.Path;

/** What happens during a download, for whoever shows progress. */
public sealed interface FetchEvent {

  /** The file that it is about. */
  RemoteFile file();

  /**
   * A mirror begins to send.
   *
   * @param mirror where the bytes come from
   * @param from bytes that were there already; 0 unless a download is resumed
   */
  record Started(RemoteFile file, URI mirror, long from) implements FetchEvent {}

  /**
   * Bytes have come.
   *
   * @param bytes how many of {@code file().bytes()} are there now
   */
  record Progress(RemoteFile file, long bytes) implements FetchEvent {}

  /**
   * A mirror didn't deliver; the same or the next one is asked, if there is one.
   *
   * @param mirror which
   * @param reason why, in one line
   */
  record MirrorFailed(RemoteFile file, URI mirror, String reason) implements FetchEvent {}

  /**
   * The file is whole and in place.
   *
   * @param path where it is
   * @param downloaded whether it came now; false if it was there already
   */
  record Finished(RemoteFile file, Path path, boolean downloaded) implements FetchEvent {}
}
