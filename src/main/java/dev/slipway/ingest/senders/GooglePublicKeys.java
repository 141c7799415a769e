package dev.slipway.ingest.senders;

import dev.slipway.web.http.CachedResource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * Fetches and caches the public keys with which Google signs its tokens. There are two or three at
 * a time, and they change every few days; a new one is published some time before it is used.
 *
 * @see <a
 *     href="https://developers.google.com/identity/openid-connect/openid-connect#discovery">Google's
 *     discovery document, jwks_uri</a>
 */
@ApplicationScoped
class GooglePublicKeys {
  static final URI JWKS_URI = URI.create("https://www.googleapis.com/oauth2/v3/certs");

  private static final Duration MIN_FETCH_INTERVAL = Duration.ofMinutes(1);

  private final CachedResource<Map<String, Key>> keys;

  GooglePublicKeys(HttpFetcher http, Clock clock) {
    keys = new CachedResource<>(() -> parse(http.get(JWKS_URI)), MIN_FETCH_INTERVAL, clock);
  }

  /**
   * Empty if Google has no such key.
   *
   * @param id the key id, not null
   * @throws IOException if the keys can't be fetched now
   */
  Optional<Key> find(String id) throws IOException {
    var known = keys.get().get(id);
    return Optional.ofNullable(known == null ? keys.getNew().get(id) : known);
  }

  private static Map<String, Key> parse(byte[] json) throws IOException {
    try {
      var keys =
          new JsonWebKeySet(new String(json, StandardCharsets.UTF_8))
              .getJsonWebKeys().stream()
                  .filter(key -> key instanceof RsaJsonWebKey && key.getKeyId() != null)
                  .collect(
                      Collectors.toMap(
                          JsonWebKey::getKeyId, JsonWebKey::getKey, (one, other) -> one));
      if (keys.isEmpty()) {
        throw new IOException("Google's response contains no keys");
      }
      return keys;
    } catch (JoseException e) {
      throw new IOException("Google's keys can't be parsed", e);
    }
  }
}
