package dev.slipway.storage.signing;

import dev.slipway.storage.Sha256;
import dev.slipway.storage.UriEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A request in the canonical form that client and store sign.
 *
 * @param path not percent-encoded
 * @param query names and values, not percent-encoded
 * @param headers names in lower case, all of which are signed; must include {@code host}
 * @param payloadHash SHA-256 of the body in hexadecimal, or {@code UNSIGNED-PAYLOAD}
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html">
 *     Authenticating requests: using query parameters</a>
 */
record CanonicalRequest(
    String method,
    String path,
    SortedMap<String, String> query,
    SortedMap<String, String> headers,
    String payloadHash) {

  static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

  /** The SHA-256 of an empty body. */
  static final String EMPTY_PAYLOAD =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  /** Google collapses tabs too. */
  private static final Pattern SPACES = Pattern.compile("[ \\t]+");

  /** Puts names in lower case and collapses the spaces of values. */
  static SortedMap<String, String> normalizeHeaders(Map<String, String> headers) {
    var result = new TreeMap<String, String>();
    headers.forEach(
        (name, value) -> result.put(name.toLowerCase(Locale.ROOT), collapseSpaces(value)));
    return result;
  }

  String signedHeaders() {
    return String.join(";", headers.keySet());
  }

  String encodedPath() {
    return UriEncoding.encodePath(path);
  }

  String encodedQuery() {
    // The canonical form sorts encoded names. Sorting them before encoding is enough, because all
    // names in use are ASCII and keep their order.
    return query.entrySet().stream()
        .map(e -> UriEncoding.encode(e.getKey()) + "=" + UriEncoding.encode(e.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** The SHA-256 of the canonical form in hexadecimal. */
  String hash() {
    return Sha256.hex(text().getBytes(StandardCharsets.UTF_8));
  }

  String text() {
    var text = new StringBuilder(512);
    text.append(method).append('\n').append(encodedPath()).append('\n');
    text.append(encodedQuery()).append('\n');
    headers.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    return text.append('\n').append(signedHeaders()).append('\n').append(payloadHash).toString();
  }

  private static String collapseSpaces(String value) {
    return SPACES.matcher(value.strip()).replaceAll(" ");
  }
}
