package dev.slipway.account.oidc;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.web.LogText;
import dev.slipway.web.SkippedOnWorkers;
import dev.slipway.web.http.CachedResource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * What the provider publishes: its addresses and its public keys. The application starts without
 * it, and asks every minute whether it can be reached.
 */
@ApplicationScoped
class Provider {
  private static final Logger LOG = Logger.getLogger(Provider.class);
  private static final Duration MIN_FETCH_INTERVAL = Duration.ofSeconds(10);

  private final OidcSettings settings;
  private final CachedResource<ProviderMetadata> metadata;
  private final CachedResource<List<JsonWebKey>> keys;
  private boolean wasReachable = true;

  Provider(OidcSettings settings, ProviderHttp http, ObjectMapper json, Clock clock) {
    this.settings = settings;
    metadata =
        new CachedResource<>(
            () -> ProviderMetadata.parse(http.get(settings.discovery()), settings.issuer(), json),
            MIN_FETCH_INTERVAL,
            clock);
    keys =
        new CachedResource<>(
            () -> parseKeys(http.get(metadata().keys())), MIN_FETCH_INTERVAL, clock);
  }

  /**
   * @throws IOException if the provider can't be reached, or is not the configured one
   */
  ProviderMetadata metadata() throws IOException {
    return metadata.get();
  }

  /**
   * Finds the key that signed a token. A key that is unknown may be new, so the keys are fetched
   * again.
   *
   * @return null if the provider has no such key
   * @throws IOException if the keys can't be fetched
   */
  JsonWebKey findKey(JsonWebSignature token) throws IOException {
    var known = select(token, keys.get());
    return known == null ? select(token, keys.getNew()) : known;
  }

  /**
   * Fetches metadata and keys, unless that was done seconds ago.
   *
   * @throws IOException if one of them can't be fetched or used
   */
  void check() throws IOException {
    metadata.getNew();
    keys.getNew();
  }

  /** Whether the last attempt to reach it failed. */
  boolean isUnreachable() {
    return metadata.isFailing();
  }

  /** Notices an outage and its end, so that the login page can tell. Logs each of them once. */
  @Scheduled(every = "1m", skipExecutionIf = SkippedOnWorkers.class)
  void refresh() {
    if (!settings.isEnabled()) {
      return;
    }
    try {
      metadata.getNew();
      logReachable();
    } catch (IOException e) {
      if (wasReachable) {
        wasReachable = false;
        LOG.warnf(
            "The OpenID Connect provider %s can't be used: %s",
            settings.issuer(), LogText.of(e.getMessage()));
      }
    }
  }

  private void logReachable() {
    if (!wasReachable) {
      wasReachable = true;
      LOG.infof("The OpenID Connect provider %s can be used again", settings.issuer());
    }
  }

  private static JsonWebKey select(JsonWebSignature token, List<JsonWebKey> keys) {
    try {
      return new VerificationJwkSelector().select(token, keys);
    } catch (JoseException unknownAlgorithm) {
      return null;
    }
  }

  private static List<JsonWebKey> parseKeys(byte[] json) throws IOException {
    try {
      var keys = new JsonWebKeySet(new String(json, StandardCharsets.UTF_8)).getJsonWebKeys();
      if (keys.isEmpty()) {
        throw new IOException("The provider's key set is empty");
      }
      return List.copyOf(keys);
    } catch (JoseException e) {
      throw new IOException("The provider's key set can't be parsed", e);
    }
  }
}
