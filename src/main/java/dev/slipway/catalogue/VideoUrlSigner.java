package dev.slipway.catalogue;

import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.access.AccessPolicy.Answer;
import dev.slipway.catalogue.access.AccessPolicy.Operation;
import dev.slipway.catalogue.access.PlayableCopies;
import dev.slipway.storage.ContentDisposition;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.signing.DerivedPresigner;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;

/**
 * Signs URLs that read a video or its pictures, or delete its object in the store. The same URL
 * plays and downloads a video.
 */
@Startup
@ApplicationScoped
public class VideoUrlSigner {
  private static final String FILE_MISSING =
      "The video's file is missing from the store. An administrator has to restore it.";

  private static final String IN_OTHER_BUCKET =
      "The video's file is in a bucket that this installation doesn't use now.";

  private static final Duration MIN_LIFETIME = Duration.ofSeconds(1);

  /** The use of such a URL can't be undone, so it is signed just before its use. */
  private static final Duration DELETE_LIFETIME = Duration.ofMinutes(5);

  private final Presigner presigner;
  private final DerivedPresigner derivedPresigner;
  private final ObjectStore store;
  private final CatalogueConfig config;
  private final Videos videos;
  private final DeletionWriter deletions;
  private final PlayableCopies copies;
  private final CurrentAccount caller;
  private final Clock clock;
  private final Duration lifetime;

  VideoUrlSigner(
      Presigner presigner,
      DerivedPresigner derivedPresigner,
      ObjectStore store,
      CatalogueConfig config,
      Videos videos,
      DeletionWriter deletions,
      PlayableCopies copies,
      CurrentAccount caller,
      Clock clock) {
    this.presigner = presigner;
    this.derivedPresigner = derivedPresigner;
    this.store = store;
    this.config = config;
    this.videos = videos;
    this.deletions = deletions;
    this.copies = copies;
    this.caller = caller;
    this.clock = clock;
    this.lifetime = shorter(config.lifetime(), config.longest());
    Presigner.requireValidLifetime("SLIPWAY_URLS_LIFETIME", lifetime);
    Presigner.requireValidLifetime("SLIPWAY_URLS_LONGEST", config.longest());
    DerivedPresigner.requireValidLifetime("SLIPWAY_URLS_PICTURES", config.pictures());
  }

  /** The lifetime of a URL if the caller asks for none. */
  Duration defaultLifetime(boolean deletes) {
    return deletes ? shorter(lifetime, DELETE_LIFETIME) : lifetime;
  }

  /** The longest lifetime of a URL that plays a video. */
  public Duration longestLifetime() {
    return config.longest();
  }

  /**
   * Signs a URL with the configured lifetime.
   *
   * @throws ProblemException {@code video-not-playable}; {@code video-in-trash}; {@code
   *     video-deleted}
   */
  public PresignedUrl sign(Video video) {
    return sign(video, lifetime);
  }

  /**
   * Signs a URL for a download that starts now. A browser that follows the URL shows the store's
   * error document if it fails, so the store is asked for the object first.
   *
   * @throws ProblemException {@code video-not-playable}, also if the store has no such object
   */
  public PresignedUrl signDownload(Video video) {
    var url = signDownload(video, lifetime);
    if (store.head(new ObjectKey(video.objectKey)).isEmpty()) {
      throw new ProblemException(ErrorCode.VIDEO_NOT_PLAYABLE, FILE_MISSING);
    }
    return url;
  }

  /**
   * Signs a URL that plays the file or, if browsers can't play it, a copy.
   *
   * @throws ProblemException {@code video-not-playable}; {@code video-in-trash}; {@code
   *     video-deleted}; {@code invalid-request} if the lifetime is out of bounds
   */
  PresignedUrl sign(Video video, Duration lifetime) {
    requirePlayable(video);
    requireWithinBounds(lifetime);
    if (PlayableCopies.isUnplayable(video.container, video.videoCodec)) {
      return copies
          .sign(video.id, limited(video, lifetime))
          .orElseGet(() -> signFile(video, lifetime));
    }
    return signFile(video, lifetime);
  }

  private PresignedUrl signFile(Video video, Duration lifetime) {
    requirePlayable(video);
    return signGet(video, lifetime, video.mediaType);
  }

  /**
   * Signs a URL that downloads the file. People who may manage the video can also download a
   * rejected file, to repair it, unless it contains malware.
   *
   * @throws ProblemException as {@link #sign(Video, Duration)}; {@code forbidden} if the caller has
   *     opened a share link that doesn't allow downloads
   */
  PresignedUrl signDownload(Video video, Duration lifetime) {
    if (videos.decide(Operation.DOWNLOAD, video) == Answer.FORBIDDEN) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN, "The link that you have opened is for watching only.");
    }
    if (video.isPlayable() || !mayRead(video)) {
      return signFile(video, lifetime);
    }
    // A type that no browser renders.
    return signGet(video, lifetime, "application/octet-stream");
  }

  /** Whether the caller may download the video's file now. */
  public boolean mayDownload(Video video) {
    return !isInOtherBucket(video) && mayRead(video);
  }

  private boolean mayRead(Video video) {
    return isManager(video)
        ? video.isDownloadableByManagers()
        : videos.decide(Operation.DOWNLOAD, video).isAllowed();
  }

  private boolean isManager(Video video) {
    return AccessPolicy.isManager(caller.toCaller(), video.owner);
  }

  /**
   * The allowed lifetime that is closest to the wanted one: at least the usual lifetime, at most
   * the longest one, and less if a share link is the reason why the caller may watch the video.
   */
  public Duration lifetimeWithin(Video video, Duration wanted) {
    var longEnough = wanted.compareTo(lifetime) > 0 ? wanted : lifetime;
    return limited(video, shorter(longEnough, config.longest()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** The lifetime of a URL for the caller: shorter if a share link is the reason for it. */
  private Duration limited(Video video, Duration lifetime) {
    return videos
        .findRequiredGrant(video)
        .map(grant -> grant.limit(lifetime, clock.instant()))
        .orElse(lifetime);
  }

  private PresignedUrl signGet(Video video, Duration lifetime, String contentType) {
    requireConfiguredBucket(video);
    requireWithinBounds(lifetime);
    // A browser that opens the URL as a page saves the object instead of rendering it, so no
    // object can run as a page of the store's origin. Media elements ignore the header.
    var disposition = ContentDisposition.attachment(fileNameFor(video));
    return presigner.presignGet(
        new ObjectKey(video.objectKey), contentType, disposition, limited(video, lifetime));
  }

  /**
   * A URL shows this name to anyone who holds it, so only the URLs of people who may manage the
   * video contain the original file name.
   */
  private String fileNameFor(Video video) {
    return isManager(video) ? video.fileName : video.publicFileName();
  }

  /** Signs a URL of the poster, for people who may see the video; null if there is none. */
  public String posterUrl(Video video) {
    return video
        .poster()
        .map(
            poster -> signPicture(video, VideoPoster.key(new RandomId(video.id), poster.version())))
        .orElse(null);
  }

  /** Signs a URL of the small poster for lists; null if there is none. */
  public String tileUrl(Video video) {
    return video
        .poster()
        .map(
            poster ->
                signPicture(video, VideoPoster.tileKey(new RandomId(video.id), poster.version())))
        .orElse(null);
  }

  /**
   * Signs a URL of a JPEG of the video in the derived bucket. It stays the same for a while, unless
   * a share link is the reason for it, because such a URL must not live long.
   */
  public String signPicture(Video video, ObjectKey key) {
    // A URL is signed for twice the lifetime that it has at least.
    var longest = limited(video, config.pictures().multipliedBy(2));
    return derivedPresigner
        .presignGet(key, VideoPoster.MEDIA_TYPE, Duration.ofSeconds(longest.toSeconds() / 2))
        .url()
        .toString();
  }

  /**
   * Adds the URLs of pictures to what a sync returned, if the video has any.
   *
   * @return the video as it is now
   */
  @Transactional
  public VideoView withPictures(VideoView video) {
    return VideoStatus.READY.name().equals(video.status)
        ? Video.<Video>findByIdOptional(video.id).map(row -> VideoView.of(row, this)).orElse(video)
        : video;
  }

  /**
   * Signs a URL that deletes the object in the store permanently. Anyone who has it can use it. The
   * row follows when the store reports the object's removal.
   *
   * @throws ProblemException {@code not-found}, {@code forbidden}; {@code video-deleted}; {@code
   *     video-replaced}; {@code object-missing}; {@code invalid-request} if the lifetime is out of
   *     bounds
   */
  @Transactional
  public PresignedUrl signDelete(String id, Duration lifetime) {
    requireWithinBounds(lifetime);
    var video = videos.requireManaged(id);
    video.deletion.requireNotDeleted();
    if (!video.isCurrent()) {
      throw new ProblemException(ErrorCode.VIDEO_REPLACED, "Its object is no longer in the store.");
    }
    if (isInOtherBucket(video)) {
      throw new ProblemException(
          ErrorCode.OBJECT_MISSING,
          ("It is in the bucket %s, but URLs are signed for the bucket %s. Delete the video"
                  + " instead: DELETE /api/videos/%s")
              .formatted(video.bucket, store.bucket(), id));
    }
    if (video.isMissing()) {
      throw new ProblemException(
          ErrorCode.OBJECT_MISSING, "Delete the video instead: DELETE /api/videos/" + id);
    }
    var url = presigner.presignDelete(video.key(), video.etag, lifetime);
    deletions.recordDeleteUrl(video, caller.getName(), url.expiresAt());
    return url;
  }

  private void requireWithinBounds(Duration lifetime) {
    if (lifetime.compareTo(MIN_LIFETIME) < 0 || lifetime.compareTo(config.longest()) > 0) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'expiresIn' must be from 1 to %d seconds.".formatted(config.longest().toSeconds()));
    }
  }

  /**
   * Whether the object is in another bucket than the configured one, so that no URL of it can be
   * signed.
   */
  public boolean isInOtherBucket(Video video) {
    return !video.bucket.equals(store.bucket());
  }

  /** Whether a URL that plays the video can be signed now. */
  public boolean isPlayable(Video video) {
    return video.isPlayable() && !isInOtherBucket(video);
  }

  /**
   * Refuses a video that can't be played now.
   *
   * @throws ProblemException {@code video-not-playable} with the reason; {@code video-in-trash};
   *     {@code video-deleted}
   */
  public void requirePlayable(Video video) {
    video.deletion.requireNotInTrash();
    if (!video.isPlayable()) {
      throw new ProblemException(ErrorCode.VIDEO_NOT_PLAYABLE, reasonNotPlayable(video));
    }
    requireConfiguredBucket(video);
  }

  private void requireConfiguredBucket(Video video) {
    if (isInOtherBucket(video)) {
      throw new ProblemException(ErrorCode.VIDEO_NOT_PLAYABLE, IN_OTHER_BUCKET);
    }
  }

  private static String reasonNotPlayable(Video video) {
    if (video.rejection != null) {
      return video.rejectionText();
    }
    if (video.isMissing()) {
      return FILE_MISSING;
    }
    return video.isCurrent()
        ? "The video is still being processed."
        : "A newer file has replaced this video.";
  }
}
