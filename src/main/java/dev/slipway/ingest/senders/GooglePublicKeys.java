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
 * The keys that Google signs its tokens with. There are two or three at a time, and they change
 * every few days; a new one is handed out some time before it signs.
 *
 * @see <a
 *     href="https://developers.google.com/identity/openid-connect/openid-connect#discovery">Google's
 *     discovery document, jwks_uri</a>
 */
@ApplicationScoped
class GooglePublicKeys {
  static final URI JWKS_URI = URI.create("https://www.googleapis.com/oauth2/v3/certs");

  private static final Duration KEPT_FOR = Duration.ofHours(1);

  /** Where no newer ones can be got. */
  private static final Duration USED_FOR = Duration.ofDays(1);

  /** Whoever sends keys that nobody knows makes us fetch: no more often than this. */
  private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);

  /** Whoever waits for the same fetch need not make another one after it has failed. */
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final HttpFetcher fetch;
  private final Clock clock;
  private final Lock fetching = new ReentrantLock();
  private volatile Map<String, Key> keys = Map.of();

  /** Null where that has not happened yet. */
  private volatile Instant fetchedAt;

  private Instant failedAt;

  GooglePublicKeys(HttpFetcher fetch, Clock clock) {
    this.fetch = fetch;
    this.clock = clock;
  }

  /**
   * Empty where Google has no such key.
   *
   * @param id not null
   * @throws IOException where they can't be got at the moment
   */
  Optional<Key> find(String id) throws IOException {
    if (isDue(id)) {
      renew(id);
    }
    return Optional.ofNullable(keys.get(id));
  }

  private boolean isDue(String id) {
    return isPast(fetchedAt, KEPT_FOR) || !keys.containsKey(id) && isPast(fetchedAt, AT_MOST_EVERY);
  }

  /** Only those wait for Google whose key is not there. */
  private void renew(String id) throws IOException {
    var isUsable = keys.containsKey(id) && !isPast(fetchedAt, USED_FOR);
    if (!isUsable) {
      fetching.lock();
    } else if (!fetching.tryLock()) {
      return;
    }
    try {
      if (isDue(id)) {
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
    if (!isPast(failedAt, PAUSE)) {
      throw new IOException("They could not be got a moment ago");
    }
    try {
      keys = parsed(fetch.get(JWKS_URI));
      fetchedAt = clock.instant();
    } catch (IOException e) {
      failedAt = clock.instant();
      throw e;
    }
  }

  private boolean isPast(Instant time, Duration by) {
    return time == null || Duration.between(time, clock.instant()).compareTo(by) >= 0;
  }

  private static Map<String, Key> parsed(byte[] json) throws IOException {
    try {
      var keys =
          new JsonWebKeySet(new String(json, StandardCharsets.UTF_8))
              .getJsonWebKeys().stream()
                  .filter(key -> key instanceof RsaJsonWebKey && key.getKeyId() != null)
                  .collect(
                      Collectors.toMap(
                          JsonWebKey::getKeyId, JsonWebKey::getKey, (one, other) -> one));
      if (keys.isEmpty()) {
        throw new IOException("What Google hands out as its keys has none");
      }
      return keys;
    } catch (JoseException e) {
      throw new IOException("What Google hands out as its keys can't be read", e);
    }
  }
}
