package dev.slipway.catalogue;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Pre-signed URLs that read a video: the same to watch and to download. */
@Startup
@ApplicationScoped
public class VideoUrlSigner {
  private final Presigner presigner;
  private final CatalogueConfig config;

  VideoUrlSigner(Presigner presigner, CatalogueConfig config) {
    this.presigner = presigner;
    this.config = config;
    Presigner.requireValidLifetime("SLIPWAY_URLS_LONGEST", config.longest());
  }

  /** A URL of the usual lifetime. */
  public PresignedUrl sign(VideoView video) {
    return sign(video, config.lifetime());
  }

  /**
   * @throws ProblemException {@code video-not-playable}; {@code invalid-request} where the lifetime
   *     is out of bounds
   */
  PresignedUrl sign(VideoView video, Duration lifetime) {
    if (!video.playable()) {
      throw new ProblemException(
          ErrorCode.VIDEO_NOT_PLAYABLE,
          video.rejectionText() == null
              ? "The video is not ready, or its object is not in the store."
              : video.rejectionText());
    }
    if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(config.longest()) > 0) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'expiresIn' must be from 1 to %d seconds.".formatted(config.longest().toSeconds()));
    }
    // Opened by itself a stored object downloads, and never renders; a player ignores this.
    var disposition = ContentDisposition.attachment(video.fileName());
    return presigner.presignGet(
        new ObjectKey(video.location().key()), video.format().mediaType(), disposition, lifetime);
  }
}
