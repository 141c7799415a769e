package dev.slipway.storage.client;

import dev.slipway.storage.UriEncoding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An HTTP request to the store, for {@link RawStoreClient}.
 *
 * @param path including the bucket, not percent-encoded
 * @param query not percent-encoded
 * @param headers all of which are signed if the request is
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

  public RawRequest withQuery(Map<String, String> query) {
    return new RawRequest(method, path, query, headers, body);
  }

  public RawRequest withHeader(String name, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new RawRequest(method, path, query, all, body);
  }

  public RawRequest withHeaders(Map<String, String> headers) {
    return new RawRequest(method, path, query, headers, body);
  }

  public RawRequest withBody(byte[] body) {
    return new RawRequest(method, path, query, headers, body);
  }

  /** Path and query as a URL contains them. */
  String encodedPathAndQuery() {
    var parameters =
        query.entrySet().stream()
            .map(e -> UriEncoding.encode(e.getKey()) + "=" + UriEncoding.encode(e.getValue()))
            .collect(Collectors.joining("&"));
    return UriEncoding.encodePath(path) + (parameters.isEmpty() ? "" : "?" + parameters);
  }
}
