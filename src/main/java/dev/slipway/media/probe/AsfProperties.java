package dev.slipway.media.probe;

import dev.slipway.media.source.LocalView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The File Properties Object of a WMV file, whose container is Microsoft's Advanced Systems Format.
 * ffprobe ignores the duration in it unless it sees the whole file.
 *
 * @param fileSize bytes
 * @param durationMillis milliseconds
 */
record AsfProperties(long fileSize, long durationMillis) {
  /** The GUID of the object, as it is in the file. */
  private static final String GUID =
      "\u00a1\u00dc\u00ab\u008c\u0047\u00a9\u00cf\u0011\u008e\u00e4\u0000\u00c0\u000c\u0020\u0053\u0065";

  private static final int SEARCHED = 64 * 1024;
  private static final int FILE_SIZE = 40;
  private static final int PLAY_DURATION = 64;
  private static final int PREROLL = 80;
  private static final int FLAGS = 88;

  /** Sizes and times of a broadcast are not valid. */
  private static final int BROADCAST = 1;

  /** Durations count units of 100 ns. */
  private static final int UNITS_PER_MILLI = 10_000;

  /** Returns the properties; empty if there are none, or none that are valid. */
  static Optional<AsfProperties> read(LocalView view) {
    var bytes = view.bytes(0, SEARCHED);
    var start = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(GUID);
    if (start < 0 || start + FLAGS + Integer.BYTES > bytes.length) {
      return Optional.empty();
    }
    var object = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if ((object.getInt(start + FLAGS) & BROADCAST) != 0) {
      return Optional.empty();
    }
    var millis =
        object.getLong(start + PLAY_DURATION) / UNITS_PER_MILLI - object.getLong(start + PREROLL);
    return Optional.of(new AsfProperties(object.getLong(start + FILE_SIZE), millis));
  }

  /** The duration; null if it is not valid. */
  Long validDurationMillis() {
    return durationMillis > 0 ? durationMillis : null;
  }
}
