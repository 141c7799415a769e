package dev.slipway.catalogue;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a listing shows.
 *
 * @param owner only this account's; null for all
 * @param status only these; null for all
 * @param publicOnly only what everybody may watch
 * @param after only what stands behind this row; null for the first page
 */
public record VideoFilter(String owner, VideoStatus status, boolean publicOnly, Cursor after) {
  /** Everything. */
  public static final VideoFilter ALL = new VideoFilter(null, null, false, null);

  public VideoFilter ownedBy(String name) {
    if (isBlank(name)) {
      return this;
    }
    // What can be no name owns nothing; it is asked for all the same, in a form the database takes.
    return new VideoFilter(name.replaceAll("\\p{Cntrl}", "?"), status, publicOnly, after);
  }

  /**
   * @param text a status in any case, or null for no filter
   */
  public VideoFilter withStatus(String text) {
    return isBlank(text) ? this : new VideoFilter(owner, statusOf(text), publicOnly, after);
  }

  /**
   * @param cursor the {@code next} of the page before, or null for the first page
   */
  public VideoFilter startingAfter(String cursor) {
    return isBlank(cursor)
        ? this
        : new VideoFilter(owner, status, publicOnly, Cursor.parse(cursor));
  }

  private static VideoStatus statusOf(String text) {
    try {
      return VideoStatus.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'status' must be one of " + Arrays.toString(VideoStatus.values()) + ".");
    }
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
