package dev.slipway.storage.signing;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreKind;
import dev.slipway.storage.StoreOrigin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signs URLs that each permit one operation on one object of the videos bucket. */
@ApplicationScoped
public class Presigner {
  private final StoreKind kind;
  private final String bucket;
  private final StoreOrigin origin;
  private final Clock clock;
  private final SigningCredentials credentials;
  private final Signer signer;

  /**
   * @param origin for which URLs are signed: the public endpoint, unless the application itself
   *     uses the URLs
   */
  @Inject
  public Presigner(StoreConfig config, StoreOrigin origin, Clock clock) {
    this.kind = config.kind();
    this.bucket = config.bucket();
    this.origin = origin;
    this.clock = clock;
    this.credentials = new SigningCredentials(config);
    this.signer = new Signer(credentials, clock);
  }

  /**
   * Returns the lifetime if stores accept it.
   *
   * @param setting the setting that the lifetime comes from, for the message
   * @throws IllegalArgumentException if it is not between a second and 7 days
   */
  public static Duration requireValidLifetime(String setting, Duration lifetime) {
    return SignatureTime.requireValidLifetime(setting, lifetime);
  }

  /** Whether the store compares the bytes that arrive with a signed SHA-256. */
  public boolean verifiesChecksums() {
    return kind.checksumHeader().isPresent();
  }

  /** When a URL that is signed now expires. Signatures carry whole seconds. */
  public Instant expiryOf(Duration lifetime) {
    return SignatureTime.expiry(clock.instant(), lifetime);
  }

  /**
   * Signs a URL to which exactly one file can be PUT, once. The store refuses another type, length,
   * checksum or metadata (403 or 400), and a second use (412). Not every store can verify the
   * checksum, see {@link #verifiesChecksums}.
   */
  public PresignedUrl presignPut(ObjectKey key, PutConstraints constraints, Duration lifetime) {
    return presign(
        "PUT",
        key,
        Map.of(),
        constraints.signedHeaders(kind),
        constraints.clientHeaders(kind),
        lifetime);
  }

  /**
   * Returns a signer for the parts of a multipart upload. URLs of parts can be used more than once:
   * a second PUT of the same bytes changes nothing.
   *
   * @param uploadId the store's id of the multipart upload
   */
  public PartPresigner forParts(ObjectKey key, String uploadId, Duration lifetime) {
    return new PartPresigner(credentials, clock, origin, pathOf(key), uploadId, lifetime);
  }

  /**
   * Signs a URL that reads the object or ranges of it. The sender of the bytes decides no header of
   * the answer that matters to a player: see {@link StoreKind#responseHeaderOverrides}.
   *
   * @param contentType the type that the store answers with, because the declared one may be wrong
   * @param contentDisposition whether a browser that opens the URL shows or downloads the object
   */
  public PresignedUrl presignGet(
      ObjectKey key, String contentType, String contentDisposition, Duration lifetime) {
    var query = new HashMap<>(kind.responseHeaderOverrides());
    query.put("response-content-type", contentType);
    query.put("response-content-disposition", contentDisposition);
    return presign("GET", key, query, Map.of(), Map.of(), lifetime);
  }

  /**
   * Signs a URL that deletes the object, if it still has this ETag. Not every store verifies the
   * ETag: MinIO and Google delete whatever has the key.
   */
  public PresignedUrl presignDelete(ObjectKey key, String etag, Duration lifetime) {
    var headers = kind.deleteCondition(etag);
    return presign("DELETE", key, Map.of(), headers, headers, lifetime);
  }

  private PresignedUrl presign(
      String method,
      ObjectKey key,
      Map<String, String> query,
      Map<String, String> signedHeaders,
      Map<String, String> clientHeaders,
      Duration lifetime) {
    var headers = new LinkedHashMap<>(signedHeaders);
    headers.put("host", origin.authority());
    var expiresAt = expiryOf(lifetime);
    var signedPath = signer.presign(method, pathOf(key), query, headers, lifetime);
    return new PresignedUrl(
        method, URI.create(origin.origin() + signedPath), clientHeaders, expiresAt);
  }

  private String pathOf(ObjectKey key) {
    return "/" + bucket + "/" + key.value();
  }
}
