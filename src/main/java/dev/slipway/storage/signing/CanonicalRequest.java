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
 * A request in the one form in which client and store both write it before they sign it.
 *
 * @param path decoded
 * @param query names and values decoded
 * @param headers names in lower case, all of which are signed; {@code host} must be among them
 * @param payloadHash SHA-256 of the body in hexadecimal, or {@code UNSIGNED-PAYLOAD}
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html">
 *     Authenticating requests: using query parameters</a>
 */
public record CanonicalRequest(
    String method,
    String path,
    SortedMap<String, String> query,
    SortedMap<String, String> headers,
    String payloadHash) {

  static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
  static final String EMPTY_PAYLOAD =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  /** Google counts tabs among them. */
  private static final Pattern SPACES = Pattern.compile("[ \\t]+");

  public static SortedMap<String, String> normalizeHeaders(Map<String, String> headers) {
    var result = new TreeMap<String, String>();
    headers.forEach((name, value) -> result.put(name.toLowerCase(Locale.ROOT), trimmed(value)));
    return result;
  }

  String signedHeaders() {
    return String.join(";", headers.keySet());
  }

  String encodedPath() {
    return UriEncoding.encodePath(path);
  }

  String encodedQuery() {
    // Sorting the decoded names is enough: those in use are ASCII and keep their order encoded.
    return query.entrySet().stream()
        .map(e -> UriEncoding.encode(e.getKey()) + "=" + UriEncoding.encode(e.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** SHA-256 of the canonical form, in hexadecimal. */
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

  private static String trimmed(String value) {
    return SPACES.matcher(value.strip()).replaceAll(" ");
  }
}
