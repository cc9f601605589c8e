package dev.lanewise.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One attempt to get one file, or the rest of it, from one mirror. */
final class Download {

  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final HttpClient client;
  private final RemoteFile file;
  private final PartFile part;
  private final Duration stall;
  private final Consumer<FetchEvent> listener;

  /** Why an attempt failed, and whether asking the same mirror again can help. */
  static final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean worthRetrying;

    Failure(String reason, boolean worthRetrying) {
      super(reason);
      this.worthRetrying = worthRetrying;
    }

    boolean isWorthRetrying() {
      return worthRetrying;
    }
  }

  Download(
      HttpClient client,
      RemoteFile file,
      PartFile part,
      Duration stall,
      Consumer<FetchEvent> listener) {
    this.client = client;
    this.file = file;
    this.part = part;
    this.stall = stall;
    this.listener = listener;
  }

  /**
   * Fills the part file and checks it.
   *
   * @throws Failure if the mirror doesn't deliver; what came is kept if it can be continued
   * @throws DataException if the disk refuses
   */
  void attempt(URI mirror) throws Failure, InterruptedException {
    if (part.size() > file.bytes()) {
      part.clear();
    }
    long from = part.size();
    if (from < file.bytes()) {
      receive(mirror, from);
    }
    String sum = part.sha256();
    if (!sum.equals(file.sha256())) {
      part.clear();
      // What was there before may have been at fault, not this mirror.
      throw new Failure(
          "expected SHA-256 %s. Received: %s".formatted(file.sha256(), sum), from > 0);
    }
  }

  private void receive(URI mirror, long from) throws Failure, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(mirror)
            .timeout(stall)
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "lanewise");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        long start = begin(response, from);
        listener.accept(new FetchEvent.Started(file, mirror, start));
        copy(body, start);
      }
    } catch (HttpTimeoutException _) {
      throw new Failure("no answer within " + seconds(), true);
    } catch (ConnectException e) {
      boolean unknown = isUnknownHost(e);
      throw new Failure(unknown ? "unknown host" : "no connection", !unknown);
    } catch (IOException e) {
      throw new Failure("the connection failed: " + DataException.reason(e), true);
    }
  }

  private static boolean isUnknownHost(Throwable e) {
    return e instanceof UnresolvedAddressException
        || e.getCause() != null && isUnknownHost(e.getCause());
  }

  /** Looks at the answer's head; returns how many bytes of the part file stand. */
  private long begin(HttpResponse<InputStream> response, long from) throws Failure {
    int status = response.statusCode();
    if (status == RANGE_NOT_SATISFIABLE && from > 0) {
      part.clear();
      throw new Failure("HTTP 416: the server has no bytes from " + from, true);
    }
    if (status == PARTIAL && from > 0) {
      String range = response.headers().firstValue("Content-Range").orElse("none");
      if (!range.startsWith("bytes " + from + "-")) {
        part.clear();
        throw new Failure(
            "expected a Content-Range from byte %s. Received: %s".formatted(from, range), true);
      }
      return from;
    }
    if (status != 200) {
      boolean passing = status >= 500 || status == 408 || status == 429;
      throw new Failure("HTTP " + status, passing);
    }
    OptionalLong length = response.headers().firstValueAsLong("Content-Length");
    if (length.isPresent() && length.getAsLong() != file.bytes()) {
      throw new Failure(
          "expected %s bytes. Received: an answer of %s%s"
              .formatted(file.bytes(), length.getAsLong(), encoding(response)),
          false);
    }
    // The server ignores ranges, or nothing was there: from the start.
    part.clear();
    return 0;
  }

  private static String encoding(HttpResponse<InputStream> response) {
    return response.headers().firstValue("Content-Encoding").map(e -> " in " + e).orElse("");
  }

  private void copy(InputStream body, long start) throws Failure, InterruptedException {
    AtomicLong heard = new AtomicLong(System.nanoTime());
    Thread watch = Thread.ofVirtual().start(() -> closeWhenStalled(body, heard));
    long bytes = start;
    byte[] buffer = new byte[1 << 16];
    try {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        heard.set(System.nanoTime());
        bytes += n;
        if (bytes > file.bytes()) {
          part.clear();
          throw new Failure("expected %s bytes. Received: more".formatted(file.bytes()), false);
        }
        part.append(buffer, n);
        listener.accept(new FetchEvent.Progress(file, bytes));
      }
    } catch (IOException e) {
      String why = isStalled(heard) ? "sent nothing for " + seconds() : DataException.reason(e);
      throw new Failure("ended after %s of %s bytes: %s".formatted(bytes, file.bytes(), why), true);
    } finally {
      watch.interrupt();
      watch.join();
    }
    if (bytes < file.bytes()) {
      throw new Failure("ended after %s of %s bytes".formatted(bytes, file.bytes()), true);
    }
  }

  private boolean isStalled(AtomicLong heard) {
    return System.nanoTime() - heard.get() >= stall.toNanos();
  }

  /** Closing the body is what wakes a reader that waits for bytes. */
  private void closeWhenStalled(InputStream body, AtomicLong heard) {
    try {
      while (!isStalled(heard)) {
        Thread.sleep(stall.dividedBy(8).plusMillis(1));
      }
      body.close();
    } catch (InterruptedException | IOException _) {
      // Either the reader is done, or it meets the same error itself.
      return;
    }
  }

  private String seconds() {
    return "%s s".formatted(stall.toMillis() / 1000.0);
  }
}
