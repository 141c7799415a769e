package dev.slipway.storage.client;

import dev.slipway.storage.UriEncoding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request as a check makes it.
 *
 * @param path decoded, bucket included
 * @param query decoded
 * @param headers all of which are signed where the request is
 * @param body null for none
 */
public record RawRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  public static RawRequest of(String method, String path) {
    return new RawRequest(method, path, Map.of(), Map.of(), null);
  }

  public RawRequest withQuery(Map<String, String> other) {
    return new RawRequest(method, path, other, headers, body);
  }

  public RawRequest withHeader(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new RawRequest(method, path, query, more, body);
  }

  /** Path and query as they stand in an address. */
  String encodedPathAndQuery() {
    var parameters =
        query.entrySet().stream()
            .map(e -> UriEncoding.encode(e.getKey()) + "=" + UriEncoding.encode(e.getValue()))
            .collect(Collectors.joining("&"));
    return UriEncoding.encodePath(path) + (parameters.isEmpty() ? "" : "?" + parameters);
  }

  public RawRequest withBody(byte[] other) {
    return new RawRequest(method, path, query, headers, other);
  }
}
