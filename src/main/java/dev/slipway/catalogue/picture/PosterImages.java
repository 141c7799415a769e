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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Images that owners upload straight to the store, to become posters. */
@ApplicationScoped
public class PosterImages {
  /** The largest image. */
  public static final int MAX_BYTES = 10 << 20;

  private static final Set<String> TYPES = Set.of("image/jpeg", "image/png", "image/webp");
  static final Duration LIFETIME = Duration.ofMinutes(15);

  /**
   * The images of a video that can be uploaded in one lifetime without replacing another one. Their
   * keys are computed, so that any number of URLs leads to these objects only.
   */
  public static final int MAX_OPEN = 4;

  private final DerivedStore store;
  private final DerivedPresigner presigner;
  private final PictureWriter writer;
  private final Clock clock;

  PosterImages(DerivedStore store, DerivedPresigner presigner, PictureWriter writer, Clock clock) {
    this.store = store;
    this.presigner = presigner;
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * Signs a URL to which an image can be PUT. Images whose URLs have expired and that were not
   * chosen are removed, so that they don't accumulate. Must not be called in a transaction.
   *
   * @throws ProblemException {@code invalid-request}
   */
  PosterUpload sign(RandomId videoId, ImageRequest request) {
    if (request == null || request.contentType() == null || request.size() == null) {
      throw invalid("Send JSON with 'contentType' and 'size'.");
    }
    if (!TYPES.contains(request.contentType())) {
      throw invalid(
          "The image must be a JPEG, PNG or WebP file: image/jpeg, image/png or image/webp.");
    }
    if (request.size() < 1 || request.size() > MAX_BYTES) {
      throw invalid("The image must have from 1 to %d bytes.".formatted(MAX_BYTES));
    }
    var taken = removeUnused(videoId);
    var version = findFree(videoId, taken);
    var constraints = new PutConstraints(request.contentType(), request.size(), null, Map.of());
    var key = PictureWriter.imageKey(videoId, version);
    return PosterUpload.of(version, presigner.presignPut(key, constraints, LIFETIME));
  }

  /**
   * Removes the images that were not chosen, except for those whose URLs may still be valid: they
   * may be chosen soon. Must not be called in a transaction.
   *
   * @return the keys of the images that stay
   */
  public Set<ObjectKey> removeUnused(RandomId videoId) {
    var prefix = ObjectKey.derivedPrefix(videoId, PictureWriter.IMAGE_NAME);
    var stay = new HashSet<ObjectKey>();
    var keys = store.list(prefix, null);
    // After the listing, so that images that were chosen during it are known.
    var current = writer.findCurrentKeys(videoId);
    var period = period();
    var recent = new HashSet<ObjectKey>();
    for (var number = 0; number < MAX_OPEN; number++) {
      recent.add(PictureWriter.imageKey(videoId, version(videoId, period, number)));
      recent.add(PictureWriter.imageKey(videoId, version(videoId, period - 1, number)));
    }
    while (!keys.isEmpty()) {
      for (var key : keys) {
        if (current.contains(key) || recent.contains(key)) {
          stay.add(key);
        } else {
          store.remove(key);
        }
      }
      keys = store.list(prefix, keys.get(keys.size() - 1));
    }
    return stay;
  }

  /** A key without an image; if there is none, an image that was not chosen makes room. */
  private RandomId findFree(RandomId videoId, Set<ObjectKey> taken) {
    var period = period();
    var versions =
        IntStream.range(0, MAX_OPEN).mapToObj(number -> version(videoId, period, number)).toList();
    for (var version : versions) {
      if (!taken.contains(PictureWriter.imageKey(videoId, version))) {
        return version;
      }
    }
    var current = writer.findCurrentKeys(videoId);
    var replaced =
        versions.stream()
            .filter(version -> !current.contains(PictureWriter.imageKey(videoId, version)))
            .findFirst()
            .orElseThrow();
    store.remove(PictureWriter.imageKey(videoId, replaced));
    return replaced;
  }

  /** A URL that was signed in one period has expired at the end of the next one. */
  private long period() {
    return clock.instant().getEpochSecond() / LIFETIME.toSeconds();
  }

  /** No secret: the name is of use only to people who may manage the video. */
  private static RandomId version(RandomId videoId, long period, int number) {
    var seed = "%s/%d/%d".formatted(videoId.value(), period, number);
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.US_ASCII));
      return RandomId.random(new SplittableRandom(ByteBuffer.wrap(digest).getLong()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
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
