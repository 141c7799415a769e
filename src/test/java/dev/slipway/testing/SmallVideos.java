package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Real videos of a few kilobytes: each is playable and has other bytes than all before it. */
public final class SmallVideos {
  private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());
  private static final int BOX_SIZE = 16;
  private static byte[] video;

  private SmallVideos() {}

  /** Returns a video of one second with a number in a box at its end that players skip. */
  public static byte[] next() {
    return withNumber(video());
  }

  /** Returns an MP4 file with such a number. */
  public static byte[] withNumber(byte[] mp4) {
    var bytes = Arrays.copyOf(mp4, mp4.length + BOX_SIZE);
    ByteBuffer.wrap(bytes, bytes.length - BOX_SIZE, BOX_SIZE)
        .putInt(BOX_SIZE)
        .put("free".getBytes(StandardCharsets.US_ASCII))
        .putLong(NUMBER.incrementAndGet());
    return bytes;
  }

  private static synchronized byte[] video() {
    if (video == null) {
      try {
        var directory = Files.createTempDirectory("small-video");
        var file = PlayableVideos.mp4(directory, 1);
        video = Files.readAllBytes(file);
        Files.delete(file);
        Files.delete(directory);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return video;
  }
}
