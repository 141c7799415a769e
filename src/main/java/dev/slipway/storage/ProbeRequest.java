package dev.slipway.storage;

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
record ProbeRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  static ProbeRequest of(String method, String path) {
    return new ProbeRequest(method, path, Map.of(), Map.of(), null);
  }

  ProbeRequest asking(Map<String, String> other) {
    return new ProbeRequest(method, path, other, headers, body);
  }

  ProbeRequest with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new ProbeRequest(method, path, query, more, body);
  }

  /** Path and query as they stand in an address. */
  String encoded() {
    var parameters =
        query.entrySet().stream()
            .map(e -> UriEncoding.segment(e.getKey()) + "=" + UriEncoding.segment(e.getValue()))
            .collect(Collectors.joining("&"));
    return UriEncoding.path(path) + (parameters.isEmpty() ? "" : "?" + parameters);
  }

  ProbeRequest carrying(byte[] other) {
    return new ProbeRequest(method, path, query, headers, other);
  }
}
