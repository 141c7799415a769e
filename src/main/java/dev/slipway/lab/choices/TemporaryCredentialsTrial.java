package dev.slipway.lab.choices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.lab.attacks.RequestOutcome;
import dev.slipway.lab.choices.TrialBench.TrialRequest;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.client.TokenService;
import dev.slipway.storage.client.TokenService.Session;
import dev.slipway.storage.signing.HeaderSigner;
import dev.slipway.storage.signing.SessionCredentials;
import dev.slipway.web.Formats;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests temporary credentials for one prefix, and uses them inside and outside of it. */
@ApplicationScoped
class TemporaryCredentialsTrial {
  private static final String FILE = "sixteen bytes...";
  private static final String OTHER_FILE = "<p>Another size and another type.</p>";

  private final TokenService tokens;
  private final HeaderSigner signer;
  private final StoreOrigin origin;
  private final ObjectMapper json;

  TemporaryCredentialsTrial(
      TokenService tokens, HeaderSigner signer, StoreOrigin origin, ObjectMapper json) {
    this.tokens = tokens;
    this.signer = signer;
    this.origin = origin;
    this.json = json;
  }

  /**
   * @param bucket of the objects
   * @throws IOException if the store does not answer
   */
  TrialResult run(TrialBench bench, String bucket) throws IOException {
    var prefix = bench.newKey().value() + "/";
    var policy = write(policy(bucket, prefix));
    var call =
        tokens.assumeRole(policy, TokenService.MIN_LIFETIME, TrialBench.headers(rootOfStore()));
    var request = new TrialRequest("POST", call.url(), call.headers(), call.body(), call.body());
    var session =
        bench
            .sendFirst("Request credentials with AssumeRole", request)
            .flatMap(TokenService::parse);
    if (session.isEmpty()) {
      return TrialResult.notSupported(
          Trial.TEMPORARY_CREDENTIALS, policy, bench.steps(), notSupported(bench));
    }
    tryOut(bench, session.get(), bucket, prefix);
    return TrialResult.of(
        Trial.TEMPORARY_CREDENTIALS, policy, bench.steps(), facts(session.get(), prefix));
  }

  private void tryOut(TrialBench bench, Session session, String bucket, String prefix)
      throws IOException {
    var credentials = session.credentials();
    var inside = bench.keyBelow(prefix, "inside");
    bench.send(
        "PUT an object inside the prefix",
        RequestOutcome.ALLOWED,
        put(credentials, address(bucket, inside), "text/plain", FILE));
    bench.send(
        "PUT other bytes of another size and type under the same key",
        RequestOutcome.ALLOWED,
        put(credentials, address(bucket, inside), "text/html", OTHER_FILE));
    bench.send(
        "PUT an object outside the prefix",
        RequestOutcome.REFUSED,
        put(credentials, address(bucket, bench.newKey()), "text/plain", FILE));
    bench.send(
        "GET the object, which the policy does not permit",
        RequestOutcome.REFUSED,
        request(credentials, "GET", address(bucket, inside), Map.of(), new byte[0]));
  }

  private static List<String> notSupported(TrialBench bench) {
    return List.of(
        "This store answered %s: it has no AssumeRole at its own address, and took the request for another one."
            .formatted(bench.firstAnswer()),
        "MinIO does, for each of its users and without a further permission. Amazon’s service has an"
            + " endpoint of its own, and needs the ARN of a role that the application’s user may"
            + " assume.");
  }

  private static List<String> facts(Session session, String prefix) {
    return List.of(
        ("For %d minutes, until %s, a thief of the three values could store any number of objects of"
                + " any size and type below %s, and replace those that are there.")
            .formatted(
                TokenService.MIN_LIFETIME.toMinutes(),
                Formats.humanTime(session.expiresAt()),
                prefix),
        "The credentials may do only what both policies permit: the one of this request, and the one of"
            + " the application’s user. They may not read or delete, and reach no other prefix.",
        "The request names no role, so they are credentials of the application’s own user. Amazon’s"
            + " service needs the ARN of a role.");
  }

  private TrialRequest put(
      SessionCredentials credentials, URI url, String contentType, String content) {
    var body = content.getBytes(StandardCharsets.US_ASCII);
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", contentType);
    headers.put("Content-Length", Integer.toString(body.length));
    return request(credentials, "PUT", url, headers, body);
  }

  private TrialRequest request(
      SessionCredentials credentials,
      String method,
      URI url,
      Map<String, String> additional,
      byte[] body) {
    var headers = TrialBench.headers(url);
    headers.putAll(additional);
    var signed = signer.sign(credentials, method, url, headers, body);
    return new TrialRequest(method, url, signed, body, body);
  }

  private URI rootOfStore() {
    return URI.create(origin.origin() + "/");
  }

  private URI address(String bucket, ObjectKey key) {
    return URI.create(origin.origin() + "/" + bucket + "/" + key.value());
  }

  private static Map<String, Object> policy(String bucket, String prefix) {
    var statement = new LinkedHashMap<String, Object>();
    statement.put("Effect", "Allow");
    statement.put("Action", List.of("s3:PutObject"));
    statement.put("Resource", List.of("arn:aws:s3:::" + bucket + "/" + prefix + "*"));
    var policy = new LinkedHashMap<String, Object>();
    policy.put("Version", "2012-10-17");
    policy.put("Statement", List.of(statement));
    return policy;
  }

  private String write(Map<String, Object> policy) {
    try {
      return json.writeValueAsString(policy);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
