package dev.slipway.testing;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jcodec.api.awt.AWTSequenceEncoder;

/** Generates videos that browsers can play: H.264 in MP4. */
public final class PlayableVideos {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 96;
  private static final int FRAMES_PER_SECOND = 25;

  private PlayableVideos() {}

  /** Creates a file in which a bar moves from left to right. */
  public static Path mp4(Path directory, int seconds) {
    try {
      var file = Files.createTempFile(directory, "clip", ".mp4");
      var encoder = AWTSequenceEncoder.createSequenceEncoder(file.toFile(), FRAMES_PER_SECOND);
      var frames = seconds * FRAMES_PER_SECOND;
      for (var frame = 0; frame < frames; frame++) {
        encoder.encodeImage(frame(frame * (WIDTH - 16) / frames));
      }
      encoder.finish();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedImage frame(int x) {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    var graphics = image.createGraphics();
    graphics.setColor(new Color(0x1b, 0x6e, 0xc2));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(x, 0, 16, HEIGHT);
    graphics.dispose();
    return image;
  }
}
