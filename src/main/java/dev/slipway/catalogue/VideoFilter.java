package dev.slipway.catalogue;

import dev.slipway.web.SafeText;
import dev.slipway.web.problem.QueryEnum;

/**
 * What a listing of videos contains.
 *
 * @param owner the account's name; null for all owners
 * @param status null for all states but deleted
 * @param publicOnly whether to list only what everybody may watch
 * @param trash whether to list what is in the trash, and nothing else
 * @param after the last row of the page before; null for the first page
 */
public record VideoFilter(
    String owner, VideoStatus status, boolean publicOnly, boolean trash, Cursor after) {
  /** All videos that are neither in the trash nor deleted. */
  public static final VideoFilter ALL = new VideoFilter(null, null, false, false, null);

  /** The videos in the trash, the one that was deleted last first. */
  public static final VideoFilter TRASH = new VideoFilter(null, null, false, true, null);

  /**
   * @param name an account's name; null or blank for all owners
   */
  public VideoFilter ownedBy(String name) {
    if (isBlank(name)) {
      return this;
    }
    // A name with control characters owns nothing. PostgreSQL rejects NUL in text, so the query
    // gets a replacement that no account can have either.
    return new VideoFilter(
        SafeText.replaceControlCharacters(name), status, publicOnly, trash, after);
  }

  /**
   * @param text a status in upper or lower case; null or blank for all states
   * @throws dev.slipway.web.problem.ProblemException {@code invalid-request}
   */
  public VideoFilter withStatus(String text) {
    return isBlank(text)
        ? this
        : new VideoFilter(
            owner, QueryEnum.parse(VideoStatus.class, "status", text), publicOnly, trash, after);
  }

  /**
   * @param cursor the {@code next} of the page before; null or blank for the first page
   * @throws dev.slipway.web.problem.ProblemException {@code invalid-request}
   */
  public VideoFilter startingAfter(String cursor) {
    return isBlank(cursor)
        ? this
        : new VideoFilter(owner, status, publicOnly, trash, Cursor.parse(cursor));
  }

  VideoFilter limitedToPublic() {
    return new VideoFilter(owner, status, true, trash, after);
  }

  /** What the listing has after a video, whether it contains that video or not. */
  VideoFilter startingAfter(Video video) {
    return new VideoFilter(owner, status, publicOnly, trash, cursorAfter(video));
  }

  /** The column that orders the listing. */
  String timeColumn() {
    return trash ? "deletion.deleteAfter" : "storedAt";
  }

  /** The cursor of the page that starts after a video. */
  Cursor cursorAfter(Video video) {
    return new Cursor(trash ? video.deletion.deleteAfter() : video.storedAt, video.id);
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
