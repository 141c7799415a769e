package dev.slipway.testing;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jcodec.api.awt.AWTSequenceEncoder;
import org.jcodec.common.AudioFormat;
import org.jcodec.common.Codec;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.containers.mp4.Brand;
import org.jcodec.containers.mp4.demuxer.MP4Demuxer;
import org.jcodec.containers.mp4.muxer.MP4Muxer;

/**
 * Generates videos: H.264 in MP4, which browsers can play, and one with a picture they can't show.
 */
public final class PlayableVideos {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 96;
  private static final int FRAMES_PER_SECOND = 25;
  private static final int SAMPLE_RATE = 48_000;

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

  /**
   * Creates a QuickTime file whose picture claims to be ProRes, which no browser decodes, with
   * sound that browsers play.
   */
  public static byte[] movWithUnsupportedPicture(Path directory, int seconds) {
    var file = withSound(directory, seconds);
    try {
      // The sample description is the only place with these bytes.
      var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      return bytes.replace("avc1", "ap4h").getBytes(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates a QuickTime file with H.264 and uncompressed sound. */
  public static Path withSound(Path directory, int seconds) {
    var silent = mp4(directory, seconds);
    try {
      var file = Files.createTempFile(directory, "clip", ".mov");
      try (var source = NIOUtils.readableChannel(silent.toFile());
          var target = NIOUtils.writableChannel(file.toFile())) {
        var pictures = MP4Demuxer.createMP4Demuxer(source).getVideoTrack();
        var muxer = MP4Muxer.createMP4Muxer(target, Brand.MOV);
        var track = muxer.addVideoTrack(Codec.H264, pictures.getMeta().getVideoCodecMeta());
        var sound = muxer.addPCMAudioTrack(AudioFormat.STEREO_48K_S16_LE);
        for (var frame = pictures.nextFrame(); frame != null; frame = pictures.nextFrame()) {
          track.addFrame(frame);
        }
        sound.addSamples(
            ByteBuffer.allocate(
                seconds * SAMPLE_RATE * AudioFormat.STEREO_48K_S16_LE.getFrameSize()));
        muxer.finish();
      }
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
