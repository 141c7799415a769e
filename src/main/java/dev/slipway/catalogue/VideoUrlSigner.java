package dev.slipway.catalogue;

import dev.slipway.account.CurrentAccount;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Signs URLs that read a video. The same URL plays and downloads it. */
@Startup
@ApplicationScoped
public class VideoUrlSigner {
  private static final Duration MIN_LIFETIME = Duration.ofSeconds(1);

  private final Presigner presigner;
  private final ObjectStore store;
  private final CurrentAccount caller;
  private final CatalogueConfig config;

  VideoUrlSigner(
      Presigner presigner, ObjectStore store, CurrentAccount caller, CatalogueConfig config) {
    this.presigner = presigner;
    this.store = store;
    this.caller = caller;
    this.config = config;
    Presigner.requireValidLifetime("SLIPWAY_URLS_LONGEST", config.longest());
  }

  /**
   * Signs a URL with the configured lifetime.
   *
   * @throws ProblemException {@code video-not-playable}
   */
  public PresignedUrl sign(Video video) {
    return sign(video, config.lifetime());
  }

  /**
   * Signs a URL for a download that starts now. A browser that follows the URL shows the store's
   * error document if it fails, so the store is asked for the object first.
   *
   * @throws ProblemException {@code video-not-playable}, also if the store has no such object
   */
  public PresignedUrl signDownload(Video video) {
    var url = sign(video);
    if (store.head(new ObjectKey(video.objectKey)).isEmpty()) {
      throw new ProblemException(
          ErrorCode.VIDEO_NOT_PLAYABLE,
          "The video's file is missing from the store. An administrator has to restore it.");
    }
    return url;
  }

  /**
   * @throws ProblemException {@code video-not-playable}; {@code invalid-request} if the lifetime is
   *     out of bounds
   */
  PresignedUrl sign(Video video, Duration lifetime) {
    requirePlayable(video);
    if (lifetime.compareTo(MIN_LIFETIME) < 0 || lifetime.compareTo(config.longest()) > 0) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'expiresIn' must be from 1 to %d seconds.".formatted(config.longest().toSeconds()));
    }
    // A browser that opens the URL as a page saves the object instead of rendering it, so no
    // object can run as a page of the store's origin. Media elements ignore the header.
    var disposition = ContentDisposition.attachment(fileNameFor(video));
    return presigner.presignGet(
        new ObjectKey(video.objectKey), video.mediaType, disposition, lifetime);
  }

  /** The URL shows the name to anyone who holds it. Only people who manage the video know it. */
  private String fileNameFor(Video video) {
    return caller.mayManage(video.owner) ? video.fileName : video.publicFileName();
  }

  private static void requirePlayable(Video video) {
    if (!video.isPlayable()) {
      throw new ProblemException(
          ErrorCode.VIDEO_NOT_PLAYABLE,
          video.rejection == null
              ? "The video is still being processed, or its object is not in the store."
              : video.rejection.message(video.mediaType));
    }
  }
}
