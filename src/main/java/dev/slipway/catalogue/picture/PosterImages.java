package dev.slipway.catalogue.picture;

import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.signing.DerivedPresigner;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.storage.signing.PutConstraints;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Images that owners upload straight to the store, to become posters. */
@ApplicationScoped
public class PosterImages {
  /** The largest image. */
  public static final int MAX_BYTES = 10 << 20;

  private static final Set<String> TYPES = Set.of("image/jpeg", "image/png", "image/webp");
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final DerivedStore store;
  private final DerivedPresigner presigner;
  private final PictureWriter writer;
  private final SecureRandom random;

  PosterImages(
      DerivedStore store, DerivedPresigner presigner, PictureWriter writer, SecureRandom random) {
    this.store = store;
    this.presigner = presigner;
    this.writer = writer;
    this.random = random;
  }

  /**
   * Signs a URL to which an image can be PUT. Images that were uploaded before and not chosen are
   * removed, so that they don't accumulate. Must not be called in a transaction.
   *
   * @throws ProblemException {@code invalid-request}
   */
  PosterUpload sign(RandomId videoId, ImageRequest request) {
    if (request == null || request.contentType() == null || request.size() == null) {
      throw invalid("Send JSON with 'contentType' and 'size'.");
    }
    if (!TYPES.contains(request.contentType())) {
      throw invalid("'contentType' must be image/jpeg, image/png or image/webp.");
    }
    if (request.size() < 1 || request.size() > MAX_BYTES) {
      throw invalid("'size' must be from 1 to %d bytes.".formatted(MAX_BYTES));
    }
    removeUnused(videoId);
    var version = RandomId.random(random);
    var constraints = new PutConstraints(request.contentType(), request.size(), null, Map.of());
    var key = PictureWriter.imageKey(videoId, version);
    return PosterUpload.of(version, presigner.presignPut(key, constraints, LIFETIME));
  }

  private void removeUnused(RandomId videoId) {
    var current = writer.findCurrentKeys(videoId);
    store.list(ObjectKey.derivedPrefix(videoId, PictureWriter.IMAGE_NAME), null).stream()
        .filter(key -> !current.contains(key))
        .forEach(store::remove);
  }

  private static ProblemException invalid(String message) {
    return new ProblemException(ErrorCode.INVALID_REQUEST, message);
  }

  /**
   * An image that the caller wants to upload.
   *
   * @param contentType {@code image/jpeg}, {@code image/png} or {@code image/webp}
   * @param size in bytes, at most 10 MiB
   */
  record ImageRequest(String contentType, Long size) {}

  /**
   * How to upload an image.
   *
   * @param image the name by which it is chosen afterwards
   */
  record PosterUpload(
      RandomId image, String method, URI url, Map<String, String> headers, Instant expiresAt) {
    private static PosterUpload of(RandomId image, PresignedUrl url) {
      return new PosterUpload(image, url.method(), url.url(), url.headers(), url.expiresAt());
    }
  }
}
