package dev.slipway.lab.signature.canonical;

import dev.slipway.lab.signature.url.SignedUrl;
import dev.slipway.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The two texts that a signature covers: the canonical request, and the string to sign, which
 * contains its hash. Both are made of what the URL says and of the values of the signed headers. A
 * URL contains only the names of headers, so a value can be unknown.
 */
public final class SignedText {
  /** The text of a line instead of an unknown value. */
  public static final String UNKNOWN_VALUE = "‹value you sent›";

  private static final String UNKNOWN_HASH = "‹SHA-256 of the canonical request›";
  private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
  private static final Pattern SPACES = Pattern.compile("[ \\t]+");

  private final SignedUrl url;
  private final String method;
  private final Map<String, String> headers;

  /**
   * @param headers values by name in lower case, as far as they are known
   */
  public SignedText(SignedUrl url, String method, Map<String, String> headers) {
    this.url = url;
    this.method = method;
    this.headers = headers;
  }

  /** A value as it is signed: trimmed, with single spaces. */
  public static String normalize(String value) {
    return SPACES.matcher(value.strip()).replaceAll(" ");
  }

  public String method() {
    return method;
  }

  /** The values of the signed headers in canonical order; empty if unknown. */
  public Optional<String> value(String header) {
    if (header.equals("host")) {
      return Optional.of(headers.getOrDefault("host", url.host()));
    }
    return Optional.ofNullable(headers.get(header)).map(SignedText::normalize);
  }

  /** Whether the values of all signed headers are known. */
  public boolean isComplete() {
    return url.signedHeaders().stream().allMatch(name -> value(name).isPresent());
  }

  /** The hash of the body, as far as it is signed. */
  public String payloadHash() {
    var header = url.scheme().header("content-sha256");
    return url.parameter("Content-Sha256")
        .or(() -> Optional.of(header).filter(url::signs).map(name -> shown(name)))
        .orElse(UNSIGNED_PAYLOAD);
  }

  public List<SignedLine> canonicalLines() {
    var lines = new ArrayList<SignedLine>();
    lines.add(SignedLine.method(method));
    lines.add(SignedLine.path(url));
    lines.add(SignedLine.query(url));
    for (var name : url.signedHeaders()) {
      lines.add(SignedLine.header(name, shown(name), url.address().isVirtualHosted()));
    }
    lines.add(SignedLine.blank());
    lines.add(SignedLine.signedHeaders(String.join(";", url.signedHeaders())));
    lines.add(SignedLine.payload(payloadHash()));
    return lines;
  }

  public List<SignedLine> stringToSignLines() {
    return List.of(
        SignedLine.algorithm(url.scheme()),
        SignedLine.date(url.parameter("Date").orElse("")),
        SignedLine.scope(url.scopeText()),
        SignedLine.hash(
            isComplete()
                ? Sha256.hex(canonicalRequest().getBytes(StandardCharsets.UTF_8))
                : UNKNOWN_HASH));
  }

  public String canonicalRequest() {
    return join(canonicalLines());
  }

  public String stringToSign() {
    return join(stringToSignLines());
  }

  private String shown(String header) {
    return value(header).orElse(UNKNOWN_VALUE);
  }

  private static String join(List<SignedLine> lines) {
    return lines.stream().map(SignedLine::text).collect(Collectors.joining("\n"));
  }
}
