package dev.slipway.catalogue.picture;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoPoster;
import dev.slipway.media.picture.Poster;
import dev.slipway.media.picture.Storyboard;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Writes which pictures of a video are current, and knows the keys of their files. The methods that
 * write join a transaction in which the video's row is locked.
 */
@ApplicationScoped
@Transactional
public class PictureWriter {
  /** The name of the files that owners upload to become posters. */
  public static final String IMAGE_NAME = "image";

  private final AuditLog audit;
  private final Clock clock;

  PictureWriter(AuditLog audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Finds the source of a poster.
   *
   * @return empty if there is no such video
   */
  public Optional<PosterOrder> findOrder(String videoId) {
    return Video.<Video>findByIdOptional(videoId)
        .map(
            video ->
                new PosterOrder(
                    video.duration().map(duration -> duration.toMillis()).orElse(null),
                    video.hdr(),
                    choiceOf(video)));
  }

  private static PosterChoice choiceOf(Video video) {
    return VideoPictures.find(video.id()).flatMap(VideoPictures::choice).orElse(null);
  }

  /**
   * Makes a poster the current one.
   *
   * @param order from which it was made
   * @return whether the owner has chosen another picture since, so that another poster has to be
   *     made
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean writePoster(Video video, Poster poster, RandomId version, PosterOrder order) {
    video.replacePoster(
        new VideoPoster(version, poster.width(), poster.height(), poster.placeholder()),
        clock.instant());
    var pictures = VideoPictures.findOrCreate(video);
    pictures.posterMillis = poster.millis();
    return !Optional.ofNullable(order.choice()).equals(pictures.choice());
  }

  /**
   * Gives up a picture that can't become the poster, so that the one before stays.
   *
   * @param problem why, in a sentence for people
   * @return whether the owner has chosen another picture since
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean refuseChoice(Video video, PosterOrder order, String problem) {
    var pictures = VideoPictures.findOrCreate(video);
    if (!Optional.ofNullable(order.choice()).equals(pictures.choice())) {
      return true;
    }
    pictures.choose(null);
    pictures.choiceProblem = problem;
    audit.record(AuditLog.SYSTEM, "poster.refused", video.id(), problem);
    return video.poster().isEmpty();
  }

  /** Makes a storyboard the current one. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void writeStoryboard(Video video, Storyboard storyboard, RandomId version) {
    var pictures = VideoPictures.findOrCreate(video);
    pictures.storyboard = version.value();
    pictures.storyboardFrames = storyboard.frames();
    pictures.storyboardIntervalMillis = storyboard.intervalMillis();
    pictures.storyboardTileWidth = storyboard.tileWidth();
    pictures.storyboardTileHeight = storyboard.tileHeight();
  }

  /**
   * The keys of the current pictures of a video, whether or not people may see them now. Empty if
   * it is deleted.
   */
  public Set<ObjectKey> findCurrentKeys(RandomId videoId) {
    var keys = new HashSet<ObjectKey>();
    var video = Video.<Video>findByIdOptional(videoId.value()).filter(found -> !found.isDeleted());
    if (video.isEmpty()) {
      return keys;
    }
    video
        .get()
        .storedPoster()
        .ifPresent(
            poster -> {
              keys.add(VideoPoster.key(videoId, poster.version()));
              keys.add(VideoPoster.tileKey(videoId, poster.version()));
            });
    VideoPictures.find(videoId.value())
        .ifPresent(
            pictures -> {
              pictures.storyboard().ifPresent(storyboard -> keys.addAll(storyboard.keys()));
              pictures
                  .choice()
                  .filter(choice -> choice.image() != null)
                  .ifPresent(choice -> keys.add(VideoPictures.imageKey(videoId, choice.image())));
            });
    return keys;
  }

  /** The key of an image that the owner has uploaded. */
  public static ObjectKey imageKey(RandomId videoId, RandomId version) {
    return VideoPictures.imageKey(videoId, version);
  }

  /**
   * The source of a poster.
   *
   * @param durationMillis of the video; null if it is unknown
   * @param hdr the dynamic range of the video; null for a standard one
   * @param choice the owner's; null if the application chooses
   */
  public record PosterOrder(Long durationMillis, String hdr, PosterChoice choice) {}
}
