package dev.slipway.catalogue.picture;

import dev.slipway.media.picture.Storyboard;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the frames of a storyboard are.
 *
 * @param version in the keys of the sprites
 * @param count the number of frames
 * @param intervalMillis how long a part of the video each frame represents
 * @param tileWidth of a frame in pixels
 * @param tileHeight of a frame in pixels
 */
public record StoryboardFrames(
    RandomId videoId,
    RandomId version,
    int count,
    long intervalMillis,
    int tileWidth,
    int tileHeight) {
  /** The name of the files. */
  public static final String NAME = "storyboard";

  /** The key of a sprite, which counts from 0. */
  public static ObjectKey key(RandomId videoId, RandomId version, int sprite) {
    return ObjectKey.ofDerived(videoId, NAME, version, "-%d.jpg".formatted(sprite));
  }

  /** The keys of all sprites in their order. */
  public List<ObjectKey> keys() {
    var sprites = (count + Storyboard.FRAMES_PER_SPRITE - 1) / Storyboard.FRAMES_PER_SPRITE;
    return IntStream.range(0, sprites).mapToObj(sprite -> key(videoId, version, sprite)).toList();
  }

  /** All frames in the order of time. */
  List<Frame> frames() {
    var frames = new ArrayList<Frame>();
    for (var index = 0; index < count; index++) {
      var place = index % Storyboard.FRAMES_PER_SPRITE;
      frames.add(
          new Frame(
              index * intervalMillis,
              index / Storyboard.FRAMES_PER_SPRITE,
              place % Storyboard.COLUMNS * tileWidth,
              place / Storyboard.COLUMNS * tileHeight));
    }
    return frames;
  }

  /**
   * Where a frame is.
   *
   * @param millis the beginning of the time that it represents
   * @param sprite the number of the file, from 0 on
   * @param x of its left edge in pixels
   * @param y of its upper edge in pixels
   */
  record Frame(long millis, int sprite, int x, int y) {}
}
