package dev.slipway.lab.comparison.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One request of HTTP/1.1 on a connection of its own, in the calling thread. No library does this
 * so that the bytes are exactly known and the connection can be cut in the middle of a body.
 */
final class HttpExchange implements AutoCloseable {
  private static final int BLOCK_SIZE = 64 * 1024;
  private static final int FIRST_SUCCESS = 200;
  private static final int LAST_SUCCESS = 299;
  private static final int HEXADECIMAL = 16;

  private final Traffic traffic;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  HttpExchange(Traffic traffic) {
    this.traffic = traffic;
  }

  /** The bytes of a file, or of a part of it, as a body. */
  record FileBody(byte[] content, int start, int length, SentBytes sent) {}

  /**
   * A response.
   *
   * @param headers with names in lower case
   */
  record Response(int status, Map<String, String> headers, byte[] body) {
    /** Also redirections are errors: no client follows them. */
    boolean isError() {
      return status < FIRST_SUCCESS || status > LAST_SUCCESS;
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /**
   * Sends a request and reads the response.
   *
   * @param path with the query
   * @param body null for none; the length is sent with it
   */
  Response send(
      HttpTarget target, String method, String path, Map<String, String> headers, FileBody body)
      throws IOException {
    traffic.addRequest();
    var all = new LinkedHashMap<>(headers);
    all.put("Connection", "close");
    all.put("User-Agent", "Slipway-Lab");
    all.put("Content-Length", Integer.toString(body == null ? 0 : body.length()));
    try (var socket = target.connect()) {
      open.add(socket);
      try {
        var out = new CountingOutput(socket.getOutputStream());
        out.write(head(method, path, all).getBytes(StandardCharsets.ISO_8859_1));
        return body == null ? read(socket) : sendAndRead(socket, out, body);
      } finally {
        open.remove(socket);
      }
    }
  }

  /** Closes the connections of the requests that are under way, which fail. */
  @Override
  public void close() {
    for (var socket : open) {
      try {
        socket.close();
      } catch (IOException closed) {
        // Nothing else can be done with it.
      }
    }
  }

  /** A server that refuses the body closes the connection, but has said why before. */
  private Response sendAndRead(Socket socket, OutputStream out, FileBody body) throws IOException {
    try {
      write(body, out);
    } catch (SentBytes.CutException | SentBytes.StoppedException ending) {
      throw ending;
    } catch (IOException broken) {
      try {
        return read(socket);
      } catch (IOException silent) {
        throw broken;
      }
    }
    return read(socket);
  }

  private static void write(FileBody body, OutputStream out) throws IOException {
    var done = 0;
    while (done < body.length()) {
      var count = body.sent().take(Math.min(BLOCK_SIZE, body.length() - done));
      out.write(body.content(), body.start() + done, count);
      done += count;
    }
    out.flush();
  }

  private static String head(String method, String path, Map<String, String> headers) {
    var text = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    return text.append("\r\n").toString();
  }

  private Response read(Socket socket) throws IOException {
    var in = new BufferedInputStream(new CountingInput(socket.getInputStream()));
    var status = Integer.parseInt(readLine(in).split(" ")[1]);
    var headers = readHeaders(in);
    return new Response(status, headers, readBody(in, headers));
  }

  private static Map<String, String> readHeaders(InputStream in) throws IOException {
    var headers = new LinkedHashMap<String, String>();
    for (var line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      var colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static byte[] readBody(InputStream in, Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return readChunks(in);
    }
    var length = headers.get("content-length");
    return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
  }

  private static byte[] readChunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    for (var size = chunkSize(in); size > 0; size = chunkSize(in)) {
      body.write(in.readNBytes(size));
      readLine(in);
    }
    return body.toByteArray();
  }

  private static int chunkSize(InputStream in) throws IOException {
    return Integer.parseInt(readLine(in).split(";")[0].strip(), HEXADECIMAL);
  }

  private static String readLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The server closed the connection without a response");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private final class CountingOutput extends FilterOutputStream {
    private CountingOutput(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      out.write(bytes, start, length);
      traffic.addBytes(length);
    }
  }

  private final class CountingInput extends FilterInputStream {
    private CountingInput(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int start, int length) throws IOException {
      var count = super.read(bytes, start, length);
      traffic.addBytes(Math.max(0, count));
      return count;
    }
  }
}
