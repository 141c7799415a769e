package dev.slipway.catalogue.captions;

import dev.slipway.catalogue.Videos;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The captions of videos. An object is written before the row that names it, and removed after that
 * row, so a row never names an object that doesn't exist. No transaction is open during a call to
 * the store.
 */
@ApplicationScoped
public class Captions {
  private static final Logger LOG = Logger.getLogger(Captions.class);

  /** A film of three hours has about 150 kB. */
  static final int MAX_BYTES = 1024 * 1024;

  private final Videos videos;
  private final CaptionWriter writer;
  private final DerivedStore store;
  private final RandomGenerator random;

  Captions(Videos videos, CaptionWriter writer, DerivedStore store, RandomGenerator random) {
    this.videos = videos;
    this.writer = writer;
    this.store = store;
    this.random = random;
  }

  /**
   * Lists the captions of a video, if the caller may see it.
   *
   * @throws ProblemException {@code not-found}
   */
  @Transactional
  public List<CaptionView> list(String videoId) {
    return CaptionTrack.listOf(videos.requireVisible(videoId).id()).stream()
        .map(CaptionView::of)
        .toList();
  }

  /**
   * Finds the captions of a language, if the caller may see the video.
   *
   * @throws ProblemException {@code not-found}
   */
  @Transactional
  FoundCaptions require(String videoId, String language) {
    var video = videos.requireVisible(videoId);
    return CaptionTrack.findOf(video.id(), CaptionLanguage.canonicalTag(language))
        .map(CaptionView::of)
        .map(captions -> new FoundCaptions(captions, video.isPrivate()))
        .orElseThrow(Captions::noSuchCaptions);
  }

  /**
   * Finds the captions of a language of a video that the caller may see.
   *
   * @param language may be no language at all, which has no captions
   */
  @Transactional
  public Optional<CaptionView> find(String videoId, String language) {
    return videos
        .findVisible(videoId)
        .flatMap(video -> CaptionTrack.findOf(video.id(), CaptionLanguage.canonicalTag(language)))
        .map(CaptionView::of);
  }

  /**
   * Reads the WebVTT file of captions that {@link #require} has found.
   *
   * @throws ProblemException {@code not-found} if they have been replaced since
   */
  byte[] read(String videoId, CaptionView captions) {
    return store
        .read(CaptionTrack.keyOf(videoId, captions.version()), Math.toIntExact(captions.size()))
        .orElseThrow(Captions::noSuchCaptions);
  }

  /**
   * Adds or replaces the captions of a language.
   *
   * @param file WebVTT or SubRip
   * @throws ProblemException {@code invalid-request} with the line, if the file can't be read;
   *     {@code body-too-large}; {@code not-found}, {@code forbidden}; {@code video-in-trash};
   *     {@code video-deleted}; {@code video-rejected}
   */
  public CaptionView put(String videoId, CaptionLanguage language, boolean byDefault, byte[] file) {
    writer.requireChangeable(videoId);
    var content = convert(file);
    var version = RandomId.random(random);
    var key = CaptionTrack.keyOf(videoId, version.value());
    if (!store.put(key, content, WebVtt.MEDIA_TYPE)) {
      throw new ProblemException(
          ErrorCode.OBJECT_MISSING, "The bucket for derived files doesn't exist.");
    }
    var track = new CaptionTrack(version, videoId, language, byDefault);
    track.size = content.length;
    try {
      writer.replace(track).ifPresent(this::removeIfPossible);
    } catch (RuntimeException refusal) {
      removeIfPossible(key);
      throw refusal;
    }
    return CaptionView.of(track);
  }

  /**
   * Deletes the captions of a language.
   *
   * @throws ProblemException {@code not-found}, {@code forbidden}; {@code video-in-trash}; {@code
   *     video-deleted}
   */
  public void delete(String videoId, String language) {
    removeIfPossible(writer.delete(videoId, CaptionLanguage.canonicalTag(language)));
  }

  /** Forgets the captions of a video whose derived objects are removed. */
  public void forget(RandomId videoId) {
    writer.forget(videoId);
  }

  /** If the store is unavailable, the file stays until the video is removed. */
  private void removeIfPossible(ObjectKey key) {
    try {
      store.remove(key);
    } catch (StoreUnavailableException unavailable) {
      LOG.warnf("The captions %s were not removed: %s", key, unavailable.getMessage());
    }
  }

  private static byte[] convert(byte[] file) {
    if (file.length > MAX_BYTES) {
      throw new ProblemException(ErrorCode.BODY_TOO_LARGE, "Captions may have at most 1 MiB.");
    }
    try {
      return WebVtt.write(CaptionParser.parse(CaptionEncoding.decode(file)));
    } catch (InvalidCaptionsException invalid) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, invalid.getMessage());
    }
  }

  /** Captions, and whether they are of a private video. */
  record FoundCaptions(CaptionView captions, boolean ofPrivateVideo) {}

  private static ProblemException noSuchCaptions() {
    return new ProblemException(ErrorCode.NOT_FOUND, "The video has no captions in this language.");
  }
}
