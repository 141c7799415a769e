package dev.slipway.media.picture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The formats of images that can become posters, by their first bytes. */
enum ImageFormat {
  JPEG("jpeg_pipe", "mjpeg"),
  PNG("png_pipe", "png"),
  WEBP("webp_pipe", "webp");

  private static final byte[] JPEG_START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
  private static final byte[] PNG_START = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int RIFF_TYPE = 8;

  private final String demuxer;
  private final String decoder;

  ImageFormat(String demuxer, String decoder) {
    this.demuxer = demuxer;
    this.decoder = decoder;
  }

  /** ffmpeg's name of the format. */
  String demuxer() {
    return demuxer;
  }

  /** ffmpeg's name of the codec. */
  String decoder() {
    return decoder;
  }

  static Optional<ImageFormat> of(byte[] image) {
    if (startsWith(image, 0, JPEG_START)) {
      return Optional.of(JPEG);
    }
    if (startsWith(image, 0, PNG_START)) {
      return Optional.of(PNG);
    }
    return startsWith(image, 0, ascii("RIFF")) && startsWith(image, RIFF_TYPE, ascii("WEBP"))
        ? Optional.of(WEBP)
        : Optional.empty();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean startsWith(byte[] image, int offset, byte[] expected) {
    return image.length >= offset + expected.length
        && Arrays.equals(image, offset, offset + expected.length, expected, 0, expected.length);
  }
}
