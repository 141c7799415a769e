package dev.slipway.catalogue;

import dev.slipway.storage.RandomId;
import dev.slipway.web.SafeText;
import dev.slipway.web.cursor.OpaqueCursor;
import dev.slipway.web.cursor.StorableTime;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.time.Instant;

/**
 * The row after which a page of a listing starts, or before which it ends, even if that row was
 * changed or deleted. Clients get it as an opaque text, which names an order other than the default
 * one, so that it doesn't fit a listing with another one.
 *
 * @param value what the order compares; null if it is unknown, so only videos without a value
 *     follow
 * @param backwards whether the page ends before the row
 */
record VideoCursor(VideoSort sort, Object value, String id, boolean backwards) {
  /**
   * @param sort the order of the listing
   * @throws ProblemException {@code invalid-request} if the text isn't a cursor of this order
   */
  static VideoCursor parse(VideoSort sort, String text, boolean backwards) {
    return OpaqueCursor.parse(
            text, plain -> parsePlain(sort, plain, backwards), VideoCursor::encoded)
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.INVALID_REQUEST,
                    (backwards
                            ? "'before' must be the value of 'previous' in the page after"
                            : "'after' must be the value of 'next' in the page before")
                        + ", which has the same order. Start again from the first page."));
  }

  private static VideoCursor parsePlain(VideoSort sort, String plain, boolean backwards) {
    var idStart = plain.lastIndexOf('.') + 1;
    var value = plain.substring(prefixOf(sort).length(), idStart - 1);
    return new VideoCursor(
        sort,
        value.isEmpty() && sort.hasUnknownValues() ? null : sort.valueType().parse(value),
        new RandomId(plain.substring(idStart)).value(),
        backwards);
  }

  /** The cursor of the page that starts after a video. */
  static VideoCursor after(Video video, VideoSort sort) {
    return new VideoCursor(sort, sort.valueOf(video), video.id, false);
  }

  /** The text for clients. */
  String encoded() {
    return OpaqueCursor.encode(
        prefixOf(sort) + (value == null ? "" : sort.valueType().format(value)) + "." + id);
  }

  /**
   * The previous version knows only the default order and that of the trash, so it reads and writes
   * their cursors without a name. A replica of each version may return and get one.
   */
  private static String prefixOf(VideoSort sort) {
    return sort == VideoSort.NEWEST || sort == VideoSort.LAST_TRASHED ? "" : sort.key() + ".";
  }

  /** How a value that orders a listing is written in a cursor. */
  enum ValueType {
    /** In microseconds, as PostgreSQL keeps times. */
    TIME {
      @Override
      Object parse(String text) {
        var time = StorableTime.ofMicros(Long.parseLong(text));
        if (time.isAfter(StorableTime.MIN) && time.isBefore(StorableTime.MAX)) {
          return time;
        }
        throw new IllegalArgumentException("No store reports such a time");
      }

      @Override
      String format(Object value) {
        return Long.toString(StorableTime.toMicros((Instant) value));
      }
    },
    NUMBER {
      @Override
      Object parse(String text) {
        return Long.valueOf(text);
      }

      @Override
      String format(Object value) {
        return value.toString();
      }
    },
    TEXT {
      @Override
      Object parse(String text) {
        // PostgreSQL rejects NUL in text.
        if (text.isEmpty()
            || text.length() > SafeText.MAX_LABEL_LENGTH
            || text.indexOf('\0') >= 0) {
          throw new IllegalArgumentException("No video has such a title");
        }
        return text;
      }

      @Override
      String format(Object value) {
        return (String) value;
      }
    };

    /**
     * @throws RuntimeException if no video can have such a value
     */
    abstract Object parse(String text);

    abstract String format(Object value);
  }
}
