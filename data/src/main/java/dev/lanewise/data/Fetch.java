package dev.lanewise.data;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Downloads the official files of data sets. Mirrors are asked in turn; a download that broke off
 * goes on where it ended, in this run or the next; a file takes its name only when its length and
 * its SHA-256 are right. Close it to close its connections.
 */
public final class Fetch implements AutoCloseable {

  /** Bytes that make an attempt count as progress, so that it isn't one of the allowed number. */
  private static final long PROGRESS = 1 << 20;

  private final FetchOptions options;
  private final Consumer<FetchEvent> listener;
  private final HttpClient client;

  /**
   * A downloader.
   *
   * @param options how patiently
   * @param listener is told what happens, in the calling thread
   */
  public Fetch(FetchOptions options, Consumer<FetchEvent> listener) {
    this.options = options;
    this.listener = listener;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(options.connectTimeout())
            .build();
  }

  /**
   * Gets every file of a data set.
   *
   * @param set which
   * @param folder where to put the files; see {@link DataPlaces#downloadFolder}
   * @return where they are; empty for a set that the program makes itself
   * @throws DataException if a file can't be had or can't be written
   */
  public List<Path> fetch(DataSet set, Path folder) {
    List<Path> paths = new ArrayList<>();
    for (RemoteFile file : set.files()) {
      paths.add(fetch(file, folder));
    }
    return List.copyOf(paths);
  }

  /**
   * Gets one file, unless it is there already.
   *
   * @param file which
   * @param folder where to put it; it is made if need be
   * @return where it is
   * @throws DataException if it can't be had or can't be written, or if another file has its name
   */
  public Path fetch(RemoteFile file, Path folder) {
    Path target = folder.resolve(file.name());
    if (isThere(file, target)) {
      listener.accept(new FetchEvent.Finished(file, target, false));
      return target;
    }
    try (PartFile part = PartFile.open(target)) {
      Download download = new Download(client, file, part, options, listener);
      List<String> reasons = new ArrayList<>();
      for (URI mirror : file.mirrors()) {
        if (download.isOverdue()) {
          reasons.add(mirror.getHost() + ": not asked, since " + download.overdue());
          break;
        }
        if (delivers(mirror, file, part, download, reasons)) {
          part.moveTo(target);
          listener.accept(new FetchEvent.Finished(file, target, true));
          return target;
        }
      }
      throw new DataException(
          DataException.Kind.NETWORK,
          "%s could not be downloaded. %s.%s"
              .formatted(file.name(), String.join("; ", reasons), kept(part, file)));
    }
  }

  private boolean isThere(RemoteFile file, Path target) {
    if (!Files.exists(target)) {
      return false;
    }
    String sum = Files.isRegularFile(target) ? PartFile.sha256(target) : "no file";
    if (sum.equals(file.sha256())) {
      return true;
    }
    if (!options.replace()) {
      throw new DataException(
          DataException.Kind.DAMAGED,
          "%s is there but isn't the official file: expected SHA-256 %s. Received: %s."
                  .formatted(target, file.sha256(), sum)
              + " Remove it to download it again");
    }
    return false;
  }

  private boolean delivers(
      URI mirror, RemoteFile file, PartFile part, Download download, List<String> reasons) {
    int left = options.attempts();
    while (true) {
      long before = part.size();
      try {
        download.attempt(mirror);
        return true;
      } catch (Download.Failure failure) {
        listener.accept(new FetchEvent.MirrorFailed(file, mirror, failure.getMessage()));
        left -= part.size() - before >= PROGRESS ? 0 : 1;
        if (!failure.isWorthRetrying() || left <= 0 || download.isOverdue()) {
          reasons.add(mirror.getHost() + ": " + failure.getMessage());
          return false;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw part.interrupted(e);
      }
      pause(part);
    }
  }

  private void pause(PartFile part) {
    try {
      Thread.sleep(options.retryDelay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw part.interrupted(e);
    }
  }

  private static String kept(PartFile part, RemoteFile file) {
    long size = part.size();
    return size == 0
        ? ""
        : " %s of %s bytes are kept in %s; the next download goes on from there"
            .formatted(size, file.bytes(), part.path());
  }

  /** Closes the connections. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
