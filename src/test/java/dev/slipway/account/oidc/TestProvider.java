package dev.slipway.account.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.storage.Sha256;
import dev.slipway.testing.KnownRsaKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * A provider that does what a test tells it, also what no real one does. It issues codes without a
 * login, and checks the client's secret, the redirect URI and PKCE as the standards ask for.
 */
final class TestProvider implements AutoCloseable {
  static final String CLIENT_ID = "slipway:test";
  static final String CLIENT_SECRET = "s3cret+/ü";

  /** The same for all, because the application fetches keys rarely. */
  static final RsaJsonWebKey KEY = key("one", KnownRsaKey.ONE);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, Code> codes = new ConcurrentHashMap<>();
  private final Map<String, Response> responses = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private volatile List<RsaJsonWebKey> keys = List.of(KEY);
  private volatile String issuer;

  private TestProvider(HttpServer server) {
    this.server = server;
    this.issuer = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Listens on a port of loopback, or a free one for 0. */
  static TestProvider start(int port) {
    try {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
      var provider = new TestProvider(server);
      server.createContext("/", provider::handle);
      server.start();
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Code(String challenge, String redirect, String idToken) {}

  private record Response(int status, String body) {}

  String issuer() {
    return issuer;
  }

  /** Answers requests of a path with this from now on. */
  void respond(String path, int status, String body) {
    responses.put(path, new Response(status, body));
  }

  void publish(RsaJsonWebKey... published) {
    keys = List.of(published);
  }

  /** How often a path was requested. */
  int requests(String path) {
    return requests.getOrDefault(path, new AtomicInteger()).get();
  }

  /**
   * Issues a code, as after the person's login.
   *
   * @param query of the authorization request
   * @param idToken that it is exchanged for
   */
  String issueCode(Map<String, String> query, String idToken) {
    var code = UUID.randomUUID().toString();
    codes.put(code, new Code(query.get("code_challenge"), query.get("redirect_uri"), idToken));
    return code;
  }

  /** The claims of a valid ID token. */
  Map<String, Object> claims(String subject, String nonce) {
    var now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new TreeMap<>();
    claims.put("iss", issuer);
    claims.put("sub", subject);
    claims.put("aud", CLIENT_ID);
    claims.put("iat", now);
    claims.put("exp", now + 300);
    claims.put("nonce", nonce);
    claims.put("sid", "session of " + subject);
    claims.put("preferred_username", subject);
    claims.put("realm_access", Map.of("roles", List.of("video-creators", "offline_access")));
    return claims;
  }

  static String sign(Map<String, Object> claims) {
    return sign(claims, KEY, AlgorithmIdentifiers.RSA_USING_SHA256);
  }

  static String sign(Map<String, Object> claims, RsaJsonWebKey key, String algorithm) {
    var token = new JsonWebSignature();
    token.setKey(key.getPrivateKey());
    token.setKeyIdHeaderValue(key.getKeyId());
    token.setAlgorithmHeaderValue(algorithm);
    return serialize(token, claims);
  }

  static String serialize(JsonWebSignature token, Map<String, Object> claims) {
    try {
      token.setPayload(JSON.writeValueAsString(claims));
      return token.getCompactSerialization();
    } catch (JoseException | JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static RsaJsonWebKey key(String id, KnownRsaKey known) {
    var pair = known.pair();
    var key = new RsaJsonWebKey((RSAPublicKey) pair.getPublic());
    key.setPrivateKey(pair.getPrivate());
    key.setKeyId(id);
    key.setUse("sig");
    return key;
  }

  static Map<String, String> parseQuery(String query) {
    var parameters = new HashMap<String, String>();
    for (var pair : query.split("&")) {
      var parts = pair.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    requests.computeIfAbsent(path, key -> new AtomicInteger()).incrementAndGet();
    var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var response = responses.get(path);
    if (response == null) {
      response = respond(path, form, exchange.getRequestHeaders().getFirst("Authorization"));
    }
    var body = response.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Response respond(String path, String form, String authorization)
      throws JsonProcessingException {
    return switch (path) {
      case "/.well-known/openid-configuration" ->
          new Response(
              200,
              JSON.writeValueAsString(
                  Map.of(
                      "issuer", issuer,
                      "authorization_endpoint", issuer + "/authorize?tenant=1",
                      "token_endpoint", issuer + "/token",
                      "jwks_uri", issuer + "/keys",
                      "end_session_endpoint", issuer + "/logout")));
      case "/keys" -> new Response(200, new JsonWebKeySet(keys).toJson());
      case "/token" -> exchange(parseQuery(form), authorization);
      default -> new Response(404, "{}");
    };
  }

  private Response exchange(Map<String, String> form, String authorization)
      throws JsonProcessingException {
    var credentials =
        new String(
                Base64.getDecoder().decode(authorization.substring("Basic ".length())),
                StandardCharsets.UTF_8)
            .split(":");
    if (!URLDecoder.decode(credentials[0], StandardCharsets.UTF_8).equals(CLIENT_ID)
        || !URLDecoder.decode(credentials[1], StandardCharsets.UTF_8).equals(CLIENT_SECRET)) {
      return new Response(401, "{\"error\":\"invalid_client\"}");
    }
    var code = codes.remove(form.get("code"));
    var isValid =
        code != null
            && "authorization_code".equals(form.get("grant_type"))
            && code.redirect().equals(form.get("redirect_uri"))
            && code.challenge().equals(challenge(form.get("code_verifier")));
    return isValid
        ? new Response(
            200, JSON.writeValueAsString(Map.of("id_token", code.idToken(), "expires_in", 60)))
        : new Response(400, "{\"error\":\"invalid_grant\"}");
  }

  private static String challenge(String verifier) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Sha256.digest(verifier.getBytes(StandardCharsets.US_ASCII)));
  }
}
