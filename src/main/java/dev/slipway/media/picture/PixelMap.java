package dev.slipway.media.picture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A small picture as plain bytes: of the formats PGM and PPM, whose parser has nothing to exploit.
 *
 * @param channels 1 if it is grey, 3 if it has red, green and blue
 * @param pixels row by row, one byte for each channel
 */
record PixelMap(int width, int height, int channels, byte[] pixels) {
  private static final int MAX_HEADER = 40;
  private static final Pattern HEADER = Pattern.compile("\\AP([56])\n(\\d{1,5}) (\\d{1,5})\n255\n");

  PixelMap {
    if (pixels.length != width * height * channels) {
      throw new IllegalArgumentException("Not a picture of this size");
    }
  }

  static PixelMap blank(int width, int height) {
    return new PixelMap(width, height, 3, new byte[width * height * 3]);
  }

  /**
   * Reads a file of ffmpeg.
   *
   * @throws IOException if the file can't be read, or is no such picture
   */
  static PixelMap read(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    var beginning =
        new String(bytes, 0, Math.min(MAX_HEADER, bytes.length), StandardCharsets.ISO_8859_1);
    var header = HEADER.matcher(beginning);
    if (!header.find()) {
      throw new IOException("ffmpeg wrote no PGM or PPM picture");
    }
    var width = Integer.parseInt(header.group(2));
    var height = Integer.parseInt(header.group(3));
    var channels = header.group(1).equals("5") ? 1 : 3;
    var pixels = Arrays.copyOfRange(bytes, header.end(), bytes.length);
    if (pixels.length != (long) width * height * channels) {
      throw new IOException("ffmpeg wrote an incomplete picture");
    }
    return new PixelMap(width, height, channels, pixels);
  }

  /** Writes a PPM file. */
  void write(Path file) throws IOException {
    try (var output = Files.newOutputStream(file)) {
      output.write(
          "P6\n%d %d\n255\n".formatted(width, height).getBytes(StandardCharsets.ISO_8859_1));
      output.write(pixels);
    }
  }

  /** Copies another picture with the same channels into this one, as far as it fits. */
  void draw(PixelMap other, int left, int top) {
    var rows = Math.min(other.height, height - top);
    var bytes = Math.min(other.width, width - left) * channels;
    for (var row = 0; row < rows; row++) {
      System.arraycopy(
          other.pixels,
          row * other.width * channels,
          pixels,
          ((top + row) * width + left) * channels,
          bytes);
    }
  }
}
