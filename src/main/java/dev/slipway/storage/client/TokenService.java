package dev.slipway.storage.client;

import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.UriEncoding;
import dev.slipway.storage.signing.HeaderSigner;
import dev.slipway.storage.signing.SessionCredentials;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The Security Token Service at the store's own endpoint, as MinIO has it. Amazon's has an endpoint
 * of its own and needs the ARN of a role, which MinIO doesn't know.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole
 *     </a>
 */
@ApplicationScoped
public class TokenService {
  /** Neither Amazon nor MinIO issues credentials for a shorter time. */
  public static final Duration MIN_LIFETIME = Duration.ofMinutes(15);

  private static final String API_VERSION = "2011-06-15";

  private final StoreOrigin origin;
  private final HeaderSigner signer;

  TokenService(StoreOrigin origin, HeaderSigner signer) {
    this.origin = origin;
    this.signer = signer;
  }

  /**
   * A signed request.
   *
   * @param headers all of the request
   */
  public record SignedCall(URI url, Map<String, String> headers, byte[] body) {}

  /** Temporary credentials, and when they expire. */
  public record Session(SessionCredentials credentials, Instant expiresAt) {}

  /**
   * Signs a request for temporary credentials of the application's own user.
   *
   * @param policy in JSON; the credentials may do what both this policy and the user's permit
   * @param lifetime at least {@link #MIN_LIFETIME}
   * @param headers to send besides
   */
  public SignedCall assumeRole(String policy, Duration lifetime, Map<String, String> headers) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("Action", "AssumeRole");
    parameters.put("Version", API_VERSION);
    parameters.put("DurationSeconds", Long.toString(lifetime.toSeconds()));
    parameters.put("Policy", policy);
    var body =
        parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + UriEncoding.encode(e.getValue()))
            .collect(Collectors.joining("&"))
            .getBytes(StandardCharsets.US_ASCII);
    var url = URI.create(origin.origin() + "/");
    var all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/x-www-form-urlencoded");
    all.put("Content-Length", Integer.toString(body.length));
    return new SignedCall(url, signer.signForTokenService(url, all, body), body);
  }

  /** The credentials in a response; empty if it has none. */
  public static Optional<Session> parse(RawResponse response) {
    return ResponseXml.parse(response.body())
        .flatMap(
            root -> {
              var accessKey = ResponseXml.textOf(root, "AccessKeyId");
              var secretKey = ResponseXml.textOf(root, "SecretAccessKey");
              var token = ResponseXml.textOf(root, "SessionToken");
              var expiration = ResponseXml.textOf(root, "Expiration");
              if (accessKey.isEmpty() || secretKey.isEmpty() || token.isEmpty()) {
                return Optional.empty();
              }
              var credentials = new SessionCredentials(accessKey, secretKey, token);
              return parseTime(expiration).map(time -> new Session(credentials, time));
            });
  }

  private static Optional<Instant> parseTime(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
