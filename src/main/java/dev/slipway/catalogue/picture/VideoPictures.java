package dev.slipway.catalogue.picture;

import dev.slipway.catalogue.Video;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.Optional;

/**
 * The facts about the pictures of a video besides its poster. Changed while the video's row is
 * locked.
 */
@Entity
class VideoPictures extends PanacheEntityBase {
  @Id String videoId;

  /** The time of the frame that the owner has chosen; null if it isn't a frame. */
  Long chosenMillis;

  /** The version in the key of the image that the owner has chosen; null if it isn't an image. */
  String chosenImage;

  /** Why the chosen picture could not become the poster; otherwise null. */
  String choiceProblem;

  /** The time of the poster's frame; null if it is an image, and without a poster. */
  Long posterMillis;

  /** The version in the keys of the sprites; null without a storyboard. */
  String storyboard;

  Integer storyboardFrames;
  Long storyboardIntervalMillis;
  Integer storyboardTileWidth;
  Integer storyboardTileHeight;

  protected VideoPictures() {}

  static Optional<VideoPictures> find(String videoId) {
    return findByIdOptional(videoId);
  }

  /** Finds the row of a video whose own row is locked, or creates it. */
  static VideoPictures findOrCreate(Video video) {
    return find(video.id())
        .orElseGet(
            () -> {
              var created = new VideoPictures();
              created.videoId = video.id();
              created.persist();
              return created;
            });
  }

  /** The owner's choice; empty if the application chooses. */
  Optional<PosterChoice> choice() {
    if (chosenMillis != null) {
      return Optional.of(PosterChoice.frame(chosenMillis));
    }
    return Optional.ofNullable(chosenImage).map(RandomId::new).map(PosterChoice::image);
  }

  /**
   * @param choice null to let the application choose
   */
  void choose(PosterChoice choice) {
    chosenMillis = choice == null ? null : choice.millis();
    chosenImage = choice == null || choice.image() == null ? null : choice.image().value();
    choiceProblem = null;
  }

  Optional<StoryboardFrames> storyboard() {
    return storyboard == null
        ? Optional.empty()
        : Optional.of(
            new StoryboardFrames(
                new RandomId(videoId),
                new RandomId(storyboard),
                storyboardFrames,
                storyboardIntervalMillis,
                storyboardTileWidth,
                storyboardTileHeight));
  }

  /** The key of an image that the owner uploads. */
  static ObjectKey imageKey(RandomId videoId, RandomId version) {
    return ObjectKey.ofDerived(videoId, PictureWriter.IMAGE_NAME, version, "");
  }
}
