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
import org.jspecify.annotations.Nullable;

/** One attempt to get one file, or the rest of it, from one mirror. */
final class Download {

  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final HttpClient client;
  private final RemoteFile file;
  private final PartFile part;
  private final FetchOptions options;
  private final Duration stall;
  private final long deadline;
  private final Consumer<FetchEvent> listener;

  /** Why an attempt failed, and whether asking the same mirror again can help. */
  static final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean worthRetrying;

    Failure(String reason, boolean worthRetrying) {
      super(Shown.text(reason));
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
      FetchOptions options,
      Consumer<FetchEvent> listener) {
    this.client = client;
    this.file = file;
    this.part = part;
    this.options = options;
    this.stall = options.stallTimeout();
    this.deadline = System.nanoTime() + options.totalTimeout().toNanos();
    this.listener = listener;
  }

  /** Whether the file has taken as long as it may. */
  boolean isOverdue() {
    return System.nanoTime() - deadline >= 0;
  }

  /** The rule that an overdue download breaks. */
  String overdue() {
    return "a file may take at most %s s in all"
        .formatted(options.totalTimeout().toMillis() / 1000.0);
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
    Pace pace = new Pace();
    Thread watch = Thread.ofVirtual().start(() -> closeWhenSlow(body, pace));
    long bytes = start;
    byte[] buffer = new byte[1 << 16];
    try {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        pace.took(n);
        bytes += n;
        if (bytes > file.bytes()) {
          part.clear();
          throw new Failure("expected %s bytes. Received: more".formatted(file.bytes()), false);
        }
        part.append(buffer, n);
        listener.accept(new FetchEvent.Progress(file, bytes));
      }
    } catch (IOException e) {
      String why = pace.fault() == null ? DataException.reason(e) : pace.fault();
      throw new Failure("ended after %s of %s bytes: %s".formatted(bytes, file.bytes(), why), true);
    } finally {
      watch.interrupt();
      watch.join();
    }
    if (bytes < file.bytes()) {
      throw new Failure("ended after %s of %s bytes".formatted(bytes, file.bytes()), true);
    }
  }

  /** How fast an answer comes. */
  private final class Pace {
    private final long began = System.nanoTime();
    private final AtomicLong heard = new AtomicLong(began);
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable String fault;

    void took(int count) {
      bytes.addAndGet(count);
      heard.set(System.nanoTime());
    }

    /** What is wrong, as soon as something is; null until then. */
    @Nullable String fault() {
      if (fault == null) {
        fault = find();
      }
      return fault;
    }

    private @Nullable String find() {
      long now = System.nanoTime();
      if (isOverdue()) {
        return overdue();
      }
      if (now - heard.get() >= stall.toNanos()) {
        return "sent nothing for " + seconds();
      }
      // A server has the stall timeout to get going, then the rate counts.
      double counted = (now - began - stall.toNanos()) / 1e9;
      return counted > 0 && bytes.get() < counted * options.leastRate()
          ? "sent less than %s bytes a second".formatted(options.leastRate())
          : null;
    }
  }

  /** Closing the body is what wakes a reader that waits for bytes. */
  private void closeWhenSlow(InputStream body, Pace pace) {
    try {
      while (pace.fault() == null) {
        Thread.sleep(Math.clamp(stall.toMillis() / 8, 1, 1000));
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
