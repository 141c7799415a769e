package dev.slipway.faults;

import dev.slipway.testing.RawHttp2Connection;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Clients that begin requests and don't finish them, over HTTP/1.1 connections or HTTP/2 streams.
 */
final class SlowClients implements AutoCloseable {
  private static final int ONE_BYTE = 1;

  private final int port;
  private final List<Socket> sockets = new ArrayList<>();
  private final List<RawHttp2Connection> connections = new ArrayList<>();
  private final List<Stalled> streams = new ArrayList<>();

  SlowClients(int port) {
    this.port = port;
  }

  /** Sends the head and the first byte of a body, on as many connections. */
  void stallBodies(int count, List<Target> targets) throws IOException {
    for (var i = 0; i < count; i++) {
      open(targets.get(i % targets.size()).head("Content-Length: 100") + "x");
    }
  }

  /** The same, with a chunked body and a client that asks before it sends. */
  void stallChunkedBodies(int count, List<Target> targets) throws IOException {
    for (var i = 0; i < count; i++) {
      var target = targets.get(i % targets.size());
      open(target.head("Transfer-Encoding: chunked", "Expect: 100-continue") + "64\r\nx");
    }
  }

  /** Sends half of a head, on as many connections. */
  void stallHeads(int count) throws IOException {
    for (var i = 0; i < count; i++) {
      open("GET /videos HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: s");
    }
  }

  /** Sends heads and first bytes of bodies as streams, which are spread over the connections. */
  void stallStreams(int count, int connectionCount, List<Target> targets) throws IOException {
    for (var c = 0; c < connectionCount; c++) {
      var connection = RawHttp2Connection.open(port);
      connections.add(connection);
      for (var i = 0; i < count / connectionCount && !connection.isClosed(); i++) {
        try {
          startStream(connection, targets.get(i % targets.size()));
        } catch (IOException closed) {
          break;
        }
      }
    }
  }

  /** Sends half of a header block, on as many connections. */
  void stallHeaderBlocks(int count) throws IOException {
    for (var i = 0; i < count; i++) {
      var connection = RawHttp2Connection.open(port);
      connections.add(connection);
      connection.sendHead("GET", "/videos", RawHttp2Connection.END_STREAM, List.of());
    }
  }

  /** Requests pages and reads nothing of the responses: no window is granted for them. */
  void leaveResponsesUnread(int count, int connectionCount, List<String> paths) throws IOException {
    for (var c = 0; c < connectionCount; c++) {
      var connection = RawHttp2Connection.open(port, 0);
      connections.add(connection);
      for (var i = 0; i < count / connectionCount; i++) {
        var flags = RawHttp2Connection.END_HEADERS | RawHttp2Connection.END_STREAM;
        var stream = connection.sendHead("GET", paths.get(i % paths.size()), flags, List.of());
        streams.add(new Stalled(connection, stream, true));
      }
    }
  }

  /** How many connections the server has not closed. */
  long open() {
    return sockets.stream().filter(socket -> !isClosed(socket)).count()
        + connections.stream().filter(connection -> !connection.isClosed()).count();
  }

  /** Whether the server has answered or reset every stream. */
  boolean areStreamsEnded() {
    return !streams.isEmpty() && streams.stream().allMatch(Stalled::isEnded);
  }

  @Override
  public void close() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    for (var connection : connections) {
      connection.close();
    }
    sockets.clear();
    connections.clear();
    streams.clear();
  }

  private void open(String request) throws IOException {
    var socket = new Socket("127.0.0.1", port);
    sockets.add(socket);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  private void startStream(RawHttp2Connection connection, Target target) throws IOException {
    var headers =
        Stream.concat(
                target.headers().stream()
                    .map(
                        header ->
                            header.substring(0, header.indexOf(':')).toLowerCase()
                                + header.substring(header.indexOf(':'))),
                Stream.of("content-length: 100"))
            .toList();
    var stream =
        connection.sendHead("POST", target.path(), RawHttp2Connection.END_HEADERS, headers);
    streams.add(new Stalled(connection, stream, false));
    connection.sendData(stream, new byte[ONE_BYTE], 0);
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      while (socket.getInputStream().read() >= 0) {
        // Skips a response.
      }
      return true;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException closed) {
      return true;
    }
  }

  /** A stream whose request never ends, or whose response is never read. */
  private record Stalled(RawHttp2Connection connection, int stream, boolean isUnread) {
    boolean isEnded() {
      return connection.isReset(stream) || !isUnread && connection.status(stream) != null;
    }
  }

  /**
   * An address to which clients send a body.
   *
   * @param headers such as {@code Content-Type: application/json}
   */
  record Target(String name, String path, List<String> headers) {
    String head(String... more) {
      var lines = Stream.concat(headers.stream(), Stream.of(more)).toList();
      return "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n\r\n"
          .formatted(path, String.join("\r\n", lines));
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
