package dev.slipway.media.probe;

import dev.slipway.media.source.LocalView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The header of the first video stream of an AVI file. ffprobe needs the index at the end too. */
final class AviHeader {
  private static final int SEARCHED = 64 * 1024;

  /** The chunk's name, its size, and the type of the stream. */
  private static final Pattern VIDEO_STREAM = Pattern.compile("strh.{4}vids", Pattern.DOTALL);

  private static final int CHUNK_HEADER = 8;
  private static final int SCALE = 20;
  private static final int RATE = 24;
  private static final int LENGTH = 32;
  private static final double MILLIS = 1000;

  private AviHeader() {}

  /** Returns the duration in milliseconds; null if it is unknown. */
  static Long durationMillis(LocalView view) {
    var bytes = view.bytes(0, SEARCHED);
    var found = VIDEO_STREAM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    if (!found.find() || found.start() + CHUNK_HEADER + LENGTH + Integer.BYTES > bytes.length) {
      return null;
    }
    var header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    var start = found.start() + CHUNK_HEADER;
    var scale = Integer.toUnsignedLong(header.getInt(start + SCALE));
    var rate = Integer.toUnsignedLong(header.getInt(start + RATE));
    var length = Integer.toUnsignedLong(header.getInt(start + LENGTH));
    return rate == 0 || scale * length == 0 ? null : Math.round(MILLIS * length * scale / rate);
  }
}
