package dev.slipway.ingest.senders;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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

  private static final Duration CACHE_DURATION = Duration.ofHours(1);

  /** How long cached keys are used while newer ones can't be fetched. */
  private static final Duration MAX_STALE_AGE = Duration.ofDays(1);

  /** Tokens with unknown key ids cause fetches, so their rate is limited. */
  private static final Duration MIN_FETCH_INTERVAL = Duration.ofMinutes(1);

  /** Requests that waited for a failed fetch don't start another one at once. */
  private static final Duration FAILURE_PAUSE = Duration.ofSeconds(3);

  private final HttpFetcher http;
  private final Clock clock;
  private final Lock fetching = new ReentrantLock();
  private volatile Map<String, Key> keys = Map.of();

  /** Null before the first fetch. */
  private volatile Instant fetchedAt;

  private Instant failedAt;

  GooglePublicKeys(HttpFetcher http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /**
   * Empty if Google has no such key.
   *
   * @param id the key id, not null
   * @throws IOException if the keys can't be fetched now
   */
  Optional<Key> find(String id) throws IOException {
    if (isFetchDue(id)) {
      refresh(id);
    }
    return Optional.ofNullable(keys.get(id));
  }

  private boolean isFetchDue(String id) {
    return isPast(fetchedAt, CACHE_DURATION)
        || !keys.containsKey(id) && isPast(fetchedAt, MIN_FETCH_INTERVAL);
  }

  /** Waits for Google only if the key is not cached. */
  private void refresh(String id) throws IOException {
    var isUsable = keys.containsKey(id) && !isPast(fetchedAt, MAX_STALE_AGE);
    if (!isUsable) {
      fetching.lock();
    } else if (!fetching.tryLock()) {
      return;
    }
    try {
      if (isFetchDue(id)) {
        fetch();
      }
    } catch (IOException e) {
      if (!isUsable) {
        throw e;
      }
    } finally {
      fetching.unlock();
    }
  }

  private void fetch() throws IOException {
    if (!isPast(failedAt, FAILURE_PAUSE)) {
      throw new IOException("The last fetch failed a moment ago");
    }
    try {
      keys = parse(http.get(JWKS_URI));
      fetchedAt = clock.instant();
    } catch (IOException e) {
      failedAt = clock.instant();
      throw e;
    }
  }

  private boolean isPast(Instant time, Duration age) {
    return time == null || Duration.between(time, clock.instant()).compareTo(age) >= 0;
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
