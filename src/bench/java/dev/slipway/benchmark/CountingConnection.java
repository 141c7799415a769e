package dev.slipway.benchmark;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A persistent HTTP connection that counts all bytes in both directions. It is simple, so that
 * callers use little processor time of the machine that they measure.
 */
public final class CountingConnection implements AutoCloseable {
  /** Headers that browsers add, which are part of the cost of an upload. */
  private static final String BROWSER_HEADERS =
      """
      User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r
      Accept: */*\r
      Accept-Encoding: gzip, deflate, br, zstd\r
      Accept-Language: en-GB,en;q=0.9\r
      Sec-Fetch-Dest: empty\r
      Sec-Fetch-Mode: cors\r
      Sec-Fetch-Site: same-origin\r
      """;

  private final URI origin;
  private final String credentials;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private long bytes;

  /**
   * Connects to the application.
   *
   * @param credentials the header that authenticates every request
   */
  CountingConnection(URI origin, String credentials) {
    this.origin = origin;
    this.credentials = credentials;
    try {
      socket = new Socket(origin.getHost(), origin.getPort());
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the bytes sent and received so far, including headers. */
  public long bytes() {
    return bytes;
  }

  /** Sends a request with a JSON body. */
  public Response send(String method, String path, String json) {
    return send(method, path, "application/json", json);
  }

  /**
   * Measures a GET request, in milliseconds.
   *
   * @param warmUps requests before those that are measured
   */
  public Samples measureGet(String path, int warmUps, int requests) {
    for (var i = 0; i < warmUps; i++) {
      send("GET", path, "").expect(200);
    }
    var times = new double[requests];
    for (var i = 0; i < requests; i++) {
      var start = System.nanoTime();
      send("GET", path, "").expect(200);
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    return new Samples(times);
  }

  Response send(String method, String path, String contentType, String body) {
    var content = body.getBytes(StandardCharsets.UTF_8);
    var head =
        "%s %s HTTP/1.1\r\nHost: %s\r\n%s%s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(
                method,
                path,
                origin.getAuthority(),
                BROWSER_HEADERS,
                credentials,
                contentType,
                content.length);
    var request = (head + body).getBytes(StandardCharsets.UTF_8);
    try {
      out.write(request);
      bytes += request.length;
      return readResponse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Response readResponse() throws IOException {
    var status = Integer.parseInt(readLine().split(" ", 3)[1]);
    Map<String, String> headers = new HashMap<>();
    for (var line = readLine(); !line.isEmpty(); line = readLine()) {
      var header = line.split(":", 2);
      headers.merge(
          header[0].toLowerCase(Locale.ROOT),
          header[1].strip(),
          (first, next) -> first + "\n" + next);
    }
    return new Response(status, headers, readBody(headers));
  }

  private byte[] readBody(Map<String, String> headers) throws IOException {
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      return readChunks();
    }
    return readExactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
  }

  private byte[] readChunks() throws IOException {
    var body = new ByteArrayOutputStream();
    for (var size = readChunkSize(); size > 0; size = readChunkSize()) {
      body.write(readExactly(size));
      readLine();
    }
    readLine();
    return body.toByteArray();
  }

  private int readChunkSize() throws IOException {
    return Integer.parseInt(readLine().split(";", 2)[0].strip(), 16);
  }

  private byte[] readExactly(int length) throws IOException {
    var content = in.readNBytes(length);
    bytes += content.length;
    if (content.length < length) {
      throw new EOFException("The connection ended in the middle of a response");
    }
    return content;
  }

  private String readLine() throws IOException {
    var line = new StringBuilder();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The connection ended before a response");
      }
      bytes++;
      line.append((char) next);
    }
    bytes++;
    return line.toString().strip();
  }
}
