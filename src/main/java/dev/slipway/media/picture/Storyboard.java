package dev.slipway.media.picture;

import java.util.List;

/**
 * Small frames at equal distances of a video, in a few large JPEGs (sprites) row by row.
 *
 * @param sprites each has {@value #COLUMNS} columns and the same size
 * @param frames the number of frames in all sprites
 * @param intervalMillis how long a part of the video each frame represents
 * @param tileWidth of a frame in pixels
 * @param tileHeight of a frame in pixels
 */
public record Storyboard(
    List<byte[]> sprites, int frames, long intervalMillis, int tileWidth, int tileHeight) {
  public static final int COLUMNS = 5;
  public static final int ROWS = 5;
  public static final int FRAMES_PER_SPRITE = COLUMNS * ROWS;
}
