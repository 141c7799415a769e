package dev.slipway.lab.signature.request;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a request as it is on the wire, or headers alone. Also the output of {@code curl -v}, in
 * which the lines of the request start with {@code >}.
 */
final class RawRequestReader {
  private RawRequestReader() {}

  static Optional<SentRequest> parse(String text) {
    var lines = requestLines(text);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    var requestLine = lines.get(0).split(" ");
    var hasRequestLine =
        requestLine.length >= 2
            && requestLine[0].matches("[A-Z]{3,20}")
            && requestLine[1].matches("(?:/|https?://).*");
    var headers = new SentRequest.Headers();
    for (var line : hasRequestLine ? lines.subList(1, lines.size()) : lines) {
      if (line.isEmpty() || !headers.addLine(line)) {
        break;
      }
    }
    if (hasRequestLine) {
      return Optional.of(complete(requestLine[0], requestLine[1], headers));
    }
    return headers.isEmpty() ? Optional.empty() : Optional.of(headersOnly(headers));
  }

  private static List<String> requestLines(String text) {
    var lines = text.lines().toList();
    var sent = lines.stream().filter(line -> line.startsWith("> ")).toList();
    return sent.isEmpty()
        ? lines.stream().map(String::strip).toList()
        : sent.stream().map(line -> line.substring(2).strip()).toList();
  }

  private static SentRequest complete(String method, String target, SentRequest.Headers headers) {
    return new SentRequest(SentRequest.Kind.RAW, method, target, headers.values(), Set.of());
  }

  /** Browsers show the request line of HTTP/2 as headers that start with a colon. */
  private static SentRequest headersOnly(SentRequest.Headers headers) {
    var method = headers.remove(":method");
    var path = headers.remove(":path");
    var authority = headers.remove(":authority");
    headers.remove(":scheme");
    if (authority != null) {
      headers.addDefault("host", authority);
    }
    return method == null
        ? new SentRequest(
            SentRequest.Kind.HEADERS,
            null,
            path,
            headers.values(),
            Set.of("host", "content-length"))
        : complete(method, path, headers);
  }
}
