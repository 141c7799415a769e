package dev.slipway.embedded.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The request line and the headers of an HTTP/1.1 request (RFC 9112). */
record RequestHead(String method, String target, List<String> headers) {
  private static final int MAX_SIZE = 64 << 10;
  private static final String END = "\r\n\r\n";

  /** Reads a head up to its empty line; empty if the client has closed the connection. */
  static Optional<RequestHead> read(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var matched = 0;
    while (matched < END.length()) {
      var next = in.read();
      if (next < 0) {
        if (bytes.size() == 0) {
          return Optional.empty();
        }
        throw new IOException("The request ended in its head");
      }
      if (bytes.size() == MAX_SIZE) {
        throw new IOException("The head of the request is too long");
      }
      bytes.write(next);
      matched = next == END.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
    return Optional.of(parse(bytes.toString(ISO_8859_1)));
  }

  /** Whether this is a PUT to a pre-signed URL: it stores a file or a part. */
  boolean isUpload() {
    return method.equals("PUT") && target.contains("X-Amz-Signature=");
  }

  /** Whether a browser asks if it may send a request to a pre-signed URL. */
  boolean isPreflight() {
    return method.equals("OPTIONS") && target.contains("X-Amz-Signature=");
  }

  /** The path of the request with the number of the part: identifies a file or part. */
  String uploadTarget() {
    return path() + "#" + query("partNumber").orElse("");
  }

  /** The object key; null if the path doesn't begin with a bucket or is not encoded correctly. */
  String key() {
    var path = path();
    var slash = path.indexOf('/', 1);
    if (slash < 0) {
      return null;
    }
    try {
      // A plus sign in a path is no space.
      return URLDecoder.decode(
          path.substring(slash + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return null;
    }
  }

  String path() {
    return target.split("\\?", 2)[0];
  }

  /** The length of the body in bytes; the greatest number if it is sent in chunks. */
  long bodyLength() throws IOException {
    if (header("transfer-encoding").isPresent()) {
      return Long.MAX_VALUE;
    }
    try {
      return header("content-length").map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException e) {
      throw new IOException("The Content-Length is not a number", e);
    }
  }

  Optional<String> header(String lowerCaseName) {
    return headers.stream()
        .filter(line -> nameOf(line).equals(lowerCaseName))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  /**
   * The head with {@code Connection: close}, so a connection carries one request and the response
   * ends with it. Without the headers that concern the connection only (RFC 9110, section 7.6.1),
   * which no signature covers.
   */
  byte[] withConnectionClose() {
    var dropped = new HashSet<>(Set.of("connection", "keep-alive", "upgrade"));
    header("connection").map(names -> names.toLowerCase(Locale.ROOT).split("[, ]+")).stream()
        .flatMap(Arrays::stream)
        .forEach(dropped::add);
    var text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    headers.stream()
        .filter(line -> !dropped.contains(nameOf(line)))
        .forEach(line -> text.append(line).append("\r\n"));
    return text.append("Connection: close\r\n\r\n").toString().getBytes(ISO_8859_1);
  }

  private static RequestHead parse(String text) throws IOException {
    var lines = List.of(text.strip().split("\r\n"));
    var words = lines.get(0).split(" ");
    if (words.length != 3) {
      throw new IOException("The request line is not valid");
    }
    return new RequestHead(words[0], words[1], lines.subList(1, lines.size()));
  }

  private static String nameOf(String line) {
    return line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
  }

  private Optional<String> query(String name) {
    var parts = target.split("\\?", 2);
    return parts.length < 2
        ? Optional.empty()
        : List.of(parts[1].split("&")).stream()
            .filter(pair -> pair.startsWith(name + "="))
            .map(pair -> pair.substring(name.length() + 1))
            .findFirst();
  }
}
