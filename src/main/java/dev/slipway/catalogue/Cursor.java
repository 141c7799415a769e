package dev.slipway.catalogue;

import dev.slipway.storage.RandomId;
import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * The last row of one page of a listing: the next page starts after it, even if that row was
 * changed or deleted. Clients get it as an opaque text, which names an order other than the default
 * one, so that it doesn't fit a listing with another one.
 *
 * @param value what the order compares; null if it is unknown, so only videos without a value
 *     follow
 */
record Cursor(VideoSort sort, Object value, String id) {
  /**
   * @param sort the order of the listing
   * @throws ProblemException {@code invalid-request} if the text isn't a cursor of this order
   */
  static Cursor parse(VideoSort sort, String text) {
    try {
      var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      var idStart = plain.lastIndexOf('.') + 1;
      var value = plain.substring(prefixOf(sort).length(), idStart - 1);
      var cursor =
          new Cursor(
              sort,
              value.isEmpty() && sort.hasUnknownValues() ? null : sort.valueType().parse(value),
              new RandomId(plain.substring(idStart)).value());
      if (cursor.encoded().equals(text)) {
        return cursor;
      }
    } catch (RuntimeException invalid) {
      // The same answer as for a cursor that no page has returned.
    }
    throw new ProblemException(
        ErrorCode.INVALID_REQUEST,
        "'after' must be the value of 'next' in the page before, which has the same order. Start"
            + " again from the first page.");
  }

  /** The cursor of the page that starts after a video. */
  static Cursor after(Video video, VideoSort sort) {
    return new Cursor(sort, sort.valueOf(video), video.id);
  }

  /** The text for clients. */
  String encoded() {
    var plain = prefixOf(sort) + (value == null ? "" : sort.valueType().format(value)) + "." + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
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
        var time = Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS);
        if (time.isAfter(MIN_TIME) && time.isBefore(MAX_TIME)) {
          return time;
        }
        throw new IllegalArgumentException("No store reports such a time");
      }

      @Override
      String format(Object value) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
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

    /** Stores report times of four-digit years. PostgreSQL rejects years before 4713 BC. */
    private static final Instant MIN_TIME = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * @throws RuntimeException if no video can have such a value
     */
    abstract Object parse(String text);

    abstract String format(Object value);
  }
}
