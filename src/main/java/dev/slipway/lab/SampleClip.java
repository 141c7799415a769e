package dev.slipway.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A video of any size, for experiments: an MP4 file with one black frame, and a box of free space
 * that players skip.
 */
public final class SampleClip {
  private static final int BOX_HEADER_SIZE = 8;
  private static final byte[] CLIP = readClip();

  private SampleClip() {}

  /** The size in bytes of a video with an empty box; its free space begins there. */
  public static int minSize() {
    return CLIP.length + BOX_HEADER_SIZE;
  }

  /**
   * Returns a new video whose free space is zero.
   *
   * @param size in bytes, at least {@link #minSize()}
   * @throws IllegalArgumentException if the size has no room for the video
   */
  public static byte[] ofSize(int size) {
    if (size < minSize()) {
      throw new IllegalArgumentException(
          "A video needs at least %d bytes, not %d.".formatted(minSize(), size));
    }
    var video = Arrays.copyOf(CLIP, size);
    ByteBuffer.wrap(video)
        .position(CLIP.length)
        .putInt(size - CLIP.length)
        .put("free".getBytes(StandardCharsets.US_ASCII));
    return video;
  }

  private static byte[] readClip() {
    try (var clip = SampleClip.class.getResourceAsStream("clip.mp4")) {
      return clip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
