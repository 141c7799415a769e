package dev.slipway.lab.signature.url;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A pre-signed URL as it was pasted, and what its parts mean. {@link SignedUrlParser} creates it.
 *
 * @param protocol {@code http} or {@code https}
 * @param authority host and port as in the URL
 * @param rawPath starts with a slash, or is empty
 * @param fragment with its number sign, which is not sent; or empty
 * @param pasted the text that it was read from
 */
public record SignedUrl(
    String protocol,
    String authority,
    String rawPath,
    List<QueryParameter> query,
    String fragment,
    SignatureScheme scheme,
    PastedUrl pasted) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  public boolean wasEscaped() {
    return pasted.wasEscaped();
  }

  public boolean wasWrapped() {
    return pasted.wasWrapped();
  }

  /** The value of the {@code Host} header: in lower case, without a default port. */
  public String host() {
    var defaultPort = protocol.equals("https") ? ":443" : ":80";
    var host = authority.toLowerCase(Locale.ROOT);
    return host.endsWith(defaultPort)
        ? host.substring(0, host.length() - defaultPort.length())
        : host;
  }

  /** Scheme, host and port. */
  public String origin() {
    return protocol + "://" + host();
  }

  public StoreAddress address() {
    return StoreAddress.of(host().replaceFirst(":\\d*$", ""));
  }

  /** The bucket's name, from the host or the path. */
  public String bucket() {
    var address = address();
    return address.isVirtualHosted()
        ? address.bucketInHost()
        : PercentEncoding.decodePath(rawBucket());
  }

  /** The object's key, not percent-encoded; empty if the URL names a bucket only. */
  public String key() {
    return PercentEncoding.decodePath(rawKey());
  }

  /** The key as in the URL. */
  public String rawKey() {
    if (address().isVirtualHosted()) {
      return rawPath.isEmpty() ? "" : rawPath.substring(1);
    }
    var slash = rawPath.indexOf('/', 1);
    return slash < 0 ? "" : rawPath.substring(slash + 1);
  }

  /** The first segment of the path, with path style; else empty. */
  String rawBucket() {
    if (address().isVirtualHosted() || rawPath.isEmpty()) {
      return "";
    }
    var slash = rawPath.indexOf('/', 1);
    return slash < 0 ? rawPath.substring(1) : rawPath.substring(1, slash);
  }

  /** The value of the vendor's parameter, such as {@code Date} for {@code X-Amz-Date}. */
  public Optional<String> parameter(String name) {
    return named(scheme.parameter(name)).map(QueryParameter::value);
  }

  /** The parameter with this name; without one, the first that has the name in another case. */
  public Optional<QueryParameter> named(String name) {
    var inAnyCase =
        query.stream().filter(parameter -> parameter.name().equalsIgnoreCase(name)).toList();
    return inAnyCase.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .or(() -> inAnyCase.stream().findFirst());
  }

  public Credential credential() {
    return Credential.parse(parameter("Credential").orElse(""), scheme);
  }

  /** When the URL was signed; empty if the date is missing or malformed. */
  public Optional<Instant> signedAt() {
    return parameter("Date").flatMap(SignedUrl::parseTime);
  }

  /** How long it is valid; empty if the number is missing or malformed. */
  public Optional<Duration> lifetime() {
    return parameter("Expires")
        .filter(text -> text.matches("\\d{1,10}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** Empty as well if the date is so far away that the sum has too many digits. */
  public Optional<Instant> expiresAt() {
    try {
      return signedAt().flatMap(signed -> lifetime().map(signed::plus));
    } catch (DateTimeException | ArithmeticException tooLate) {
      return Optional.empty();
    }
  }

  public String signature() {
    return parameter("Signature").orElse("");
  }

  /** The names of the signed headers as in the URL, in its order. */
  public List<String> listedHeaders() {
    return parameter("SignedHeaders")
        .filter(text -> !text.isEmpty())
        .map(text -> Arrays.asList(text.split(";", -1)))
        .orElse(List.of());
  }

  /** The names of the signed headers in canonical form: in lower case, sorted, each once. */
  public List<String> signedHeaders() {
    return listedHeaders().stream()
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .sorted()
        .distinct()
        .toList();
  }

  public boolean signs(String header) {
    return signedHeaders().contains(header);
  }

  public String canonicalPath() {
    return rawPath.isEmpty() ? "/" : PercentEncoding.canonicalPath(rawPath);
  }

  /** All parameters but the signature, encoded and sorted. */
  public String canonicalQuery() {
    // Stores compare names exactly, so the name in another case is one more parameter.
    var signature = named(scheme.parameter("Signature")).map(QueryParameter::name).orElse("");
    return query.stream()
        .filter(parameter -> !parameter.name().equals(signature))
        .sorted(QueryParameter.CANONICAL_ORDER)
        .map(QueryParameter::canonical)
        .collect(Collectors.joining("&"));
  }

  /** The credential scope as in the URL. */
  public String scopeText() {
    var credential = parameter("Credential").orElse("");
    return credential.substring(
        Math.min(credential.length(), credential().accessKey().length() + 1));
  }

  private static Optional<Instant> parseTime(String text) {
    try {
      return Optional.of(TIME.parse(text, Instant::from));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }
}
