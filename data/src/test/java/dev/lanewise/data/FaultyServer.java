package dev.lanewise.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An HTTP server on the loopback address that answers each request of a path with the next reply of
 * that path's list, the last one again and again, and closes the connection.
 */
final class FaultyServer implements AutoCloseable {

  /** Writes whatever it likes to the connection. */
  interface Reply {
    void write(Request request, OutputStream out) throws Exception;
  }

  /** A request's path and the first byte that it asks for; -1 without a range. */
  record Request(String path, long from) {}

  private final AtomicLong consumed = new AtomicLong();
  private final ServerSocket socket;
  private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  FaultyServer() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Sets the replies of a path and returns its address. */
  URI at(String path, Reply... answers) {
    replies.put(path, new ConcurrentLinkedQueue<>(List.of(answers)));
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
  }

  /** The requests so far. */
  List<Request> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      String path = in.readLine().split(" ")[1];
      long from = -1;
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        String header = line.toLowerCase(Locale.ROOT);
        if (header.startsWith("range: bytes=")) {
          from = Long.parseLong(header.substring(13, header.length() - 1));
        }
      }
      Request request = new Request(path, from);
      requests.add(request);
      Queue<Reply> queue = replies.get(path);
      Reply reply = queue.size() > 1 ? queue.remove() : queue.element();
      reply.write(request, connection.getOutputStream());
    } catch (Exception _) {
      // The client went away, or the test is over.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** An answer with a head and a body that need not fit each other. */
  static Reply raw(String head, byte[] body) {
    return (request, out) -> {
      out.write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
    };
  }

  /** The whole file, whatever range was asked for. */
  static Reply whole(byte[] file) {
    return raw("HTTP/1.1 200 OK\r\nContent-Length: " + file.length, file);
  }

  /** The file or the range that was asked for, as a good server sends it. */
  static Reply good(byte[] file) {
    return (request, out) -> send(file, file.length, request, out);
  }

  /**
   * Like {@link #good}, but the connection ends before byte {@code end} of the file, once the
   * client has {@link #consumed} what came before: bytes on their way may be lost with a
   * connection.
   */
  Reply cut(byte[] file, int end) {
    return (request, out) -> {
      send(file, end, request, out);
      for (int i = 0; i < 5000 && consumed.get() < end; i++) {
        Thread.sleep(2);
      }
    };
  }

  /** Tells how many bytes of the file the client has. */
  void consumed(long bytes) {
    consumed.set(bytes);
  }

  private static void send(byte[] file, int end, Request request, OutputStream out)
      throws Exception {
    int from = (int) Math.max(0, request.from());
    if (from >= file.length) {
      status("416 Range Not Satisfiable").write(request, out);
      return;
    }
    String head =
        request.from() < 0
            ? "HTTP/1.1 200 OK"
            : "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes %d-%d/%d"
                .formatted(from, file.length - 1, file.length);
    raw(
            head + "\r\nContent-Length: " + (file.length - from),
            Arrays.copyOfRange(file, from, Math.max(from, end)))
        .write(request, out);
  }

  /** An answer without a body. */
  static Reply status(String status) {
    return raw("HTTP/1.1 " + status + "\r\nContent-Length: 0", new byte[0]);
  }

  /** Another address to go to. */
  static Reply redirect(String to) {
    return raw("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + to, new byte[0]);
  }

  /** Sends the start of what {@code reply} sends, then nothing, and leaves the connection open. */
  static Reply stall(Reply reply) {
    return (request, out) -> {
      reply.write(request, out);
      Thread.sleep(60_000);
    };
  }

  /** Sends a byte of the file now and then, without end. */
  static Reply drip(byte[] file) {
    return (request, out) -> {
      int from = (int) Math.max(0, request.from());
      raw(
              request.from() < 0
                  ? "HTTP/1.1 200 OK\r\nContent-Length: " + file.length
                  : "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes %d-%d/%d"
                      .formatted(from, file.length - 1, file.length),
              new byte[0])
          .write(request, out);
      for (int i = from; i < file.length; i++) {
        out.write(file[i]);
        out.flush();
        Thread.sleep(20);
      }
    };
  }
}
