package dev.slipway.storage.signing;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreKind;
import dev.slipway.storage.StoreOrigin;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Signs URLs of objects of the derived bucket. To read it, the same object has the same URL for a
 * while, on all replicas, so browsers find it in their cache.
 *
 * <p>The time of signing is rounded down to a multiple of the lifetime <em>L</em> since 1970, and
 * the URL is signed for 2 <em>L</em> from then on. So a URL stays the same for <em>L</em>, and one
 * that is handed out <em>t</em> after the rounded time, with 0 ≤ <em>t</em> &lt; <em>L</em>, is
 * valid for 2 <em>L</em> − <em>t</em> more: always for longer than <em>L</em>, and for at most 2
 * <em>L</em>.
 */
@ApplicationScoped
public class DerivedPresigner {
  /** The longest lifetime: a URL is signed for twice as long. */
  public static final Duration MAX_LIFETIME = SignatureTime.MAX_LIFETIME.dividedBy(2);

  private final StoreKind kind;
  private final String bucket;
  private final StoreOrigin origin;
  private final Clock clock;
  private final Signer signer;

  public DerivedPresigner(StoreConfig config, StoreOrigin origin, Clock clock) {
    this.kind = config.kind();
    this.bucket = config.derivedBucket();
    this.origin = origin;
    this.clock = clock;
    this.signer = new Signer(config, clock);
  }

  /**
   * Returns the lifetime if URLs can be signed for it.
   *
   * @param setting the setting that the lifetime comes from, for the message
   * @throws IllegalArgumentException if it is not between a second and 84 hours
   */
  public static Duration requireValidLifetime(String setting, Duration lifetime) {
    if (lifetime.toSeconds() < 1 || lifetime.compareTo(MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "%s must be from a second to %d hours, not %s."
              .formatted(setting, MAX_LIFETIME.toHours(), lifetime));
    }
    return lifetime;
  }

  /**
   * Signs a URL that reads the object or ranges of it. A browser may keep the response until the
   * URL expires, because an object of the derived bucket never changes.
   *
   * @param contentType the type that the store answers with
   * @param lifetime how long the URL is valid at least, in whole seconds, from a second to {@link
   *     #MAX_LIFETIME}
   */
  public PresignedUrl presignGet(ObjectKey key, String contentType, Duration lifetime) {
    requireValidLifetime("The lifetime of a URL", lifetime);
    var signedAt = roundedTime(lifetime);
    var query = new HashMap<>(kind.responseHeaderOverrides());
    query.replace(
        "response-cache-control", "private, max-age=%d, immutable".formatted(lifetime.toSeconds()));
    query.put("response-content-type", contentType);
    var signedPath =
        signer.presign(
            "GET",
            "/" + bucket + "/" + key.value(),
            query,
            Map.of("host", origin.authority()),
            signedAt,
            lifetime.multipliedBy(2));
    return new PresignedUrl(
        "GET",
        URI.create(origin.origin() + signedPath),
        Map.of(),
        signedAt.plus(lifetime.multipliedBy(2)));
  }

  /**
   * Signs a URL to which exactly one file can be PUT, once, as {@link Presigner#presignPut} does.
   *
   * @param lifetime in whole seconds, from a second to 7 days
   */
  public PresignedUrl presignPut(ObjectKey key, PutConstraints constraints, Duration lifetime) {
    var headers = new HashMap<>(constraints.signedHeaders(kind));
    headers.put("host", origin.authority());
    var signedPath =
        signer.presign("PUT", "/" + bucket + "/" + key.value(), Map.of(), headers, lifetime);
    return new PresignedUrl(
        "PUT",
        URI.create(origin.origin() + signedPath),
        constraints.clientHeaders(kind),
        SignatureTime.expiry(clock.instant(), lifetime));
  }

  private Instant roundedTime(Duration interval) {
    var seconds = clock.instant().getEpochSecond();
    return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, interval.toSeconds()));
  }
}
