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
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes URLs that each allow one thing with one object of the videos bucket, for a while. */
@ApplicationScoped
public class Presigner {
  private final StoreKind kind;
  private final String bucket;
  private final StoreOrigin origin;
  private final Signer signer;
  private final Clock clock;

  public Presigner(StoreConfig config, StoreOrigin origin, Clock clock) {
    this.kind = config.kind();
    this.bucket = config.bucket();
    this.origin = origin;
    this.clock = clock;
    this.signer = new Signer(config, clock);
  }

  /**
   * The lifetime, if stores take it.
   *
   * @param setting where it comes from, for the message
   */
  public static Duration requireValidLifetime(String setting, Duration lifetime) {
    if (lifetime.toSeconds() < 1 || lifetime.compareTo(Signer.MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "%s must be from a second to 7 days, not %s.".formatted(setting, lifetime));
    }
    return lifetime;
  }

  /** Whether the store holds the bytes themselves against a signed SHA-256. */
  public boolean verifiesChecksums() {
    return kind.checksumHeader().isPresent();
  }

  /** When a URL ends that is signed now. Signatures carry whole seconds. */
  public Instant expiryOf(Duration lifetime) {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(lifetime);
  }

  /**
   * A URL to which exactly one file can be PUT, once: the store refuses another type, length,
   * checksum or metadata (403 or 400), and a second use (412). Not every store can check the
   * checksum, see {@link #verifiesChecksums}.
   */
  public PresignedUrl presignPut(ObjectKey key, PutConstraints terms, Duration lifetime) {
    var toSet = new LinkedHashMap<String, String>();
    toSet.put("Content-Type", terms.contentType());
    toSet.put(kind.createOnlyHeader().getKey(), kind.createOnlyHeader().getValue());
    kind.checksumHeader()
        .filter(header -> terms.checksumSha256() != null)
        .ifPresent(header -> toSet.put(header, terms.checksumSha256()));
    terms.metadata().forEach((name, value) -> toSet.put(kind.metadataHeader(name), value));
    var signed = new LinkedHashMap<>(toSet);
    signed.put("Content-Length", Long.toString(terms.size()));
    return presign("PUT", key, Map.of(), signed, toSet, lifetime);
  }

  /**
   * URLs for the parts of a multipart upload. They are not single-use: the same bytes can be PUT
   * again, which changes nothing.
   *
   * @param uploadId the store's id of the multipart upload
   */
  public PartPresigner forParts(ObjectKey key, String uploadId, Duration lifetime) {
    var signer = this.signer.parts(pathOf(key), uploadId, origin.authority(), lifetime);
    return new PartPresigner(kind, origin.origin(), signer, expiryOf(lifetime));
  }

  /**
   * A URL that reads the object, in ranges too.
   *
   * @param contentType what the store answers as the type, since the declared one may be wrong
   * @param contentDisposition how a browser that opens the URL itself treats it
   */
  public PresignedUrl presignGet(
      ObjectKey key, String contentType, String contentDisposition, Duration lifetime) {
    var query =
        Map.of(
            "response-content-type", contentType,
            "response-content-disposition", contentDisposition);
    return presign("GET", key, query, Map.of(), Map.of(), lifetime);
  }

  private PresignedUrl presign(
      String method,
      ObjectKey key,
      Map<String, String> query,
      Map<String, String> signed,
      Map<String, String> toSet,
      Duration lifetime) {
    var headers = new LinkedHashMap<>(signed);
    headers.put("host", origin.authority());
    var expiresAt = expiryOf(lifetime);
    var signedPath = signer.presign(method, pathOf(key), query, headers, lifetime);
    return new PresignedUrl(method, URI.create(origin.origin() + signedPath), toSet, expiresAt);
  }

  private String pathOf(ObjectKey key) {
    return "/" + bucket + "/" + key.value();
  }
}
