package dev.slipway.storage.client;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.storage.Sha256;
import dev.slipway.storage.UriEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A request as Google verifies it: from the raw URL and headers, without Slipway's signer. */
record GoogleRequest(HttpExchange exchange, byte[] body, Map<String, String> query) {
  static final String SECRET = "a secret of Google's";

  private static final String GOOGLE_PREFIX = "x-goog-";
  private static final String AMAZON_PREFIX = "x-amz-";
  private static final String SIGNATURE = "X-Goog-Signature";
  private static final List<String> OPTIONALLY_SIGNED = List.of("x-goog-content-sha256");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  static GoogleRequest of(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    var raw = exchange.getRequestURI().getRawQuery();
    var query =
        Arrays.stream(raw == null ? new String[0] : raw.split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(
                Collectors.toMap(
                    pair -> pair[0],
                    pair -> pair.length < 2 ? "" : UriEncoding.decode(pair[1]),
                    (one, other) -> one,
                    TreeMap::new));
    return new GoogleRequest(exchange, body, query);
  }

  String method() {
    return exchange.getRequestMethod();
  }

  String path() {
    return exchange.getRequestURI().getPath();
  }

  String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  boolean hasParameter(String parameter) {
    return query.containsKey(parameter);
  }

  boolean isSignedInUrl() {
    return hasParameter(SIGNATURE);
  }

  /** Whether the S3 client has signed it, with Amazon's names in a header. */
  boolean isSignedByS3Client() {
    return String.valueOf(header("Authorization")).startsWith("AWS4-HMAC-SHA256 ");
  }

  boolean mixesVendors() {
    var names = headerNames();
    return names.stream().anyMatch(name -> name.startsWith(GOOGLE_PREFIX))
        && names.stream().anyMatch(name -> name.startsWith(AMAZON_PREFIX));
  }

  /** The header names in lower case. */
  List<String> headerNames() {
    return exchange.getRequestHeaders().keySet().stream().map(String::toLowerCase).toList();
  }

  boolean isExpired(Instant now) {
    var from = TIME.parse(query.get("X-Goog-Date"), Instant::from);
    return now.isAfter(from.plusSeconds(Long.parseLong(query.get("X-Goog-Expires"))));
  }

  /** Whether the signature is right and covers every vendor header. */
  boolean isSignatureValid() {
    var signed = List.of(query.get("X-Goog-SignedHeaders").split(";"));
    var unsigned =
        headerNames().stream()
            .filter(name -> name.startsWith(GOOGLE_PREFIX) && !signed.contains(name))
            .filter(name -> !OPTIONALLY_SIGNED.contains(name))
            .findAny();
    return unsigned.isEmpty()
        && signed.contains("host")
        && signature(signed).equals(query.get(SIGNATURE));
  }

  private String signature(List<String> signed) {
    var headers =
        signed.stream()
            .map(name -> name + ":" + String.valueOf(header(name)).strip() + "\n")
            .collect(Collectors.joining());
    var uri = exchange.getRequestURI();
    var canonical =
        String.join(
            "\n",
            method(),
            uri.getRawPath(),
            uri.getRawQuery().replaceFirst("&" + SIGNATURE + "=.*", ""),
            headers,
            String.join(";", signed),
            "UNSIGNED-PAYLOAD");
    var scope = query.get("X-Goog-Credential").split("/", 2)[1];
    var scopeParts = scope.split("/");
    var key = hmac(utf8("GOOG4" + SECRET), scopeParts[0]);
    key = hmac(hmac(hmac(key, scopeParts[1]), "storage"), "goog4_request");
    var stringToSign =
        String.join(
            "\n",
            query.get("X-Goog-Algorithm"),
            query.get("X-Goog-Date"),
            scope,
            Sha256.hex(utf8(canonical)));
    return HexFormat.of().formatHex(hmac(key, stringToSign));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
