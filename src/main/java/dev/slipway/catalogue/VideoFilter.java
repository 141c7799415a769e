package dev.slipway.catalogue;

import dev.slipway.catalogue.access.Visibility;
import dev.slipway.media.MediaFormat;
import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryEnum;
import java.util.List;

/**
 * The conditions and the order of a listing of videos.
 *
 * @param owner the account's name; null for all owners
 * @param status null for all states but deleted
 * @param publicOnly whether to list only what everybody may watch
 * @param criteria what the videos are searched by
 * @param cursor where the page is; null for the first page
 */
public record VideoFilter(
    String owner,
    VideoStatus status,
    boolean publicOnly,
    Criteria criteria,
    VideoSort sort,
    VideoCursor cursor) {
  /** All videos that are neither in the trash nor deleted, the newest first. */
  public static final VideoFilter ALL =
      new VideoFilter(null, null, false, Criteria.NONE, VideoSort.NEWEST, null);

  /** The videos in the trash, the one that was deleted last first. */
  public static final VideoFilter TRASH =
      new VideoFilter(null, null, false, Criteria.NONE, VideoSort.LAST_TRASHED, null);

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
        SafeText.replaceControlCharacters(name), status, publicOnly, criteria, sort, cursor);
  }

  /**
   * @param text a status in upper or lower case; null or blank for all states
   * @throws ProblemException {@code invalid-request}
   */
  public VideoFilter withStatus(String text) {
    return isBlank(text)
        ? this
        : new VideoFilter(
            owner,
            QueryEnum.parse(VideoStatus.class, "status", text),
            publicOnly,
            criteria,
            sort,
            cursor);
  }

  /**
   * @param text words, each of which has to be in the title, the description, the tags or the file
   *     name; null or blank for all videos
   * @throws ProblemException {@code invalid-request}
   */
  public VideoFilter matching(String text) {
    return isBlank(text) ? this : with(criteria.withText(text));
  }

  /**
   * @param text private, unlisted or public; null or blank for all
   * @throws ProblemException {@code invalid-request}
   */
  public VideoFilter withVisibility(String text) {
    return isBlank(text) ? this : with(criteria.withVisibility(text));
  }

  /**
   * @param container the short name of a container, such as {@code mp4}; null or blank for all
   * @throws ProblemException {@code invalid-request}
   */
  public VideoFilter withFormat(String container) {
    return isBlank(container) ? this : with(criteria.withContainer(container));
  }

  /**
   * Must follow {@link #withStatus}.
   *
   * @param text the key of an order, such as {@code -size}; null or blank for the default one
   * @throws ProblemException {@code invalid-request}
   */
  public VideoFilter sortedBy(String text) {
    if (isBlank(text)) {
      return this;
    }
    if (hasOneOrder()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "The trash and 'status=deleted' have one order only. Leave 'sort' out.");
    }
    return new VideoFilter(owner, status, publicOnly, criteria, VideoSort.parse(text), cursor);
  }

  /**
   * @param text the {@code next} of the page before, which has the same order; null or blank for
   *     the first page
   * @throws ProblemException {@code invalid-request}
   */
  public VideoFilter startingAfter(String text) {
    return isBlank(text) ? this : at(VideoCursor.parse(sort, text, false));
  }

  /**
   * @param text the {@code previous} of the page after, which has the same order; null or blank for
   *     the first page
   * @throws ProblemException {@code invalid-request}
   */
  public VideoFilter endingBefore(String text) {
    return isBlank(text) ? this : at(VideoCursor.parse(sort, text, true));
  }

  /** Whether to list what is in the trash, and nothing else. */
  public boolean trash() {
    return sort == VideoSort.LAST_TRASHED;
  }

  /** Whether no index serves other orders than the default one. */
  public boolean hasOneOrder() {
    return trash() || status == VideoStatus.DELETED;
  }

  public boolean isFirstPage() {
    return cursor == null;
  }

  boolean isBackwards() {
    return cursor != null && cursor.backwards();
  }

  VideoFilter onFirstPage() {
    return at(null);
  }

  /** Whether only some of the videos are listed. */
  public boolean isNarrowed() {
    return status != null || !criteria.equals(Criteria.NONE);
  }

  /** Whether it needs an owner: indexes serve searches and orders among the videos of one owner. */
  boolean needsOwner() {
    return !criteria.equals(Criteria.NONE)
        || sort != VideoSort.NEWEST && sort != VideoSort.LAST_TRASHED;
  }

  VideoFilter limitedToPublic() {
    return new VideoFilter(owner, status, true, criteria, sort, cursor);
  }

  /** Returns the part of the listing after a video, even if it doesn't contain that video. */
  VideoFilter startingAfter(Video video) {
    return at(VideoCursor.after(video, sort));
  }

  private VideoFilter at(VideoCursor position) {
    return new VideoFilter(owner, status, publicOnly, criteria, sort, position);
  }

  private VideoFilter with(Criteria changed) {
    return new VideoFilter(owner, status, publicOnly, changed, sort, cursor);
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  /**
   * The criteria of a search among the videos of one owner.
   *
   * @param text as it was entered; null if it isn't searched by text
   * @param visibility null for all
   * @param container the short name of the format; null for all
   */
  public record Criteria(String text, Visibility visibility, String container) {
    static final Criteria NONE = new Criteria(null, null, null);

    /** In UTF-16 units. Longer texts would not fit into an address together with a cursor. */
    public static final int MAX_TEXT_LENGTH = 100;

    /** Each word is compared with four texts of each video. */
    private static final int MAX_WORDS = 8;

    /**
     * @throws ProblemException {@code invalid-request}
     */
    Criteria withText(String entered) {
      var cleaned = SafeText.label(entered).orElseThrow(Criteria::emptyText);
      if (cleaned.length() > MAX_TEXT_LENGTH) {
        throw refusal(
            "'q' must have at most %d characters, not %d."
                .formatted(MAX_TEXT_LENGTH, cleaned.length()));
      }
      var criteria = new Criteria(cleaned, visibility, container);
      if (criteria.words().isEmpty()) {
        throw emptyText();
      }
      if (criteria.words().size() > MAX_WORDS) {
        throw refusal("'q' must have at most %d words.".formatted(MAX_WORDS));
      }
      return criteria;
    }

    /**
     * @throws ProblemException {@code invalid-request}
     */
    Criteria withVisibility(String entered) {
      return new Criteria(text, Visibility.parse(entered), container);
    }

    /**
     * @throws ProblemException {@code invalid-request}
     */
    Criteria withContainer(String entered) {
      if (!MediaFormat.containers().contains(entered)) {
        throw refusal(
            "'format' must be one of " + String.join(", ", MediaFormat.containers()) + ".");
      }
      return new Criteria(text, visibility, entered);
    }

    /** Each has to be in the title, the description, the tags or the file name. */
    List<String> words() {
      return text == null ? List.of() : SafeText.words(text);
    }

    private static ProblemException emptyText() {
      return refusal("'q' must have at least one visible character.");
    }

    private static ProblemException refusal(String detail) {
      return new ProblemException(ErrorCode.INVALID_REQUEST, detail);
    }
  }
}
