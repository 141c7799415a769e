package dev.slipway.catalogue.listing;

import dev.slipway.catalogue.Rejection;
import dev.slipway.catalogue.VideoStatus;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.media.MediaFormat;
import dev.slipway.web.SafeText;
import dev.slipway.web.problem.InvalidParameterException;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryEnum;
import dev.slipway.web.problem.QueryFlag;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A filter of the listing: the query parameter that sets it, and its condition in SQL. The videos
 * of a listing fulfil all filters that are set.
 */
public enum FilterField {
  /**
   * Words in title, file name, owner and key, or the beginning of an id; for others than
   * administrators, what {@link SearchText} describes.
   */
  TEXT("q", "Contains", null, null),
  STATUS(
      "status",
      "Status",
      null,
      (name, text) ->
          Condition.of("v.status = ?", QueryEnum.parse(VideoStatus.class, name, text).name())),
  REJECTION(
      "reason",
      "Reason for rejection",
      null,
      (name, text) -> Condition.of("v.rejection = ?", rejection(name, text))),
  /** A media type such as {@code video/mp4}, or the short name of a container. */
  TYPE("type", "Type", null, FilterField::type),
  /** Like {@link #TYPE}, for the short name only. */
  FORMAT(
      "format",
      "Format",
      null,
      (name, text) -> Condition.of("v.container = ?", container(name, text))),
  CODEC(
      "codec",
      "Video codec",
      null,
      (name, text) -> Condition.of("v.video_codec = ?", codec(name, text))),
  /** An account's name, or the beginning of names with an asterisk. */
  OWNER("owner", "Owner", SortColumn.OWNER, FilterField::owner),
  VISIBILITY(
      "visibility",
      "Visibility",
      null,
      (name, text) -> Condition.of("v.visibility = ?", Visibility.parse(text).name())),
  /** One of the video's tags, in upper or lower case. */
  TAG("tag", "Tag", null, FilterField::tag),
  MIN_SIZE(
      "minSize",
      "Size at least",
      SortColumn.SIZE,
      (name, text) -> compare(">=", FilterValues.parseBytes(name, text))),
  MAX_SIZE(
      "maxSize",
      "Size at most",
      SortColumn.SIZE,
      (name, text) -> compare("<=", FilterValues.parseBytes(name, text))),
  MIN_DURATION(
      "minDuration",
      "Duration at least",
      SortColumn.DURATION,
      (name, text) -> compare(">=", FilterValues.parseMillis(name, text))),
  MAX_DURATION(
      "maxDuration",
      "Duration at most",
      SortColumn.DURATION,
      (name, text) -> Condition.of("%s between 0 and ?", FilterValues.parseMillis(name, text))),
  /** A time, or a day in UTC, from which on the object was stored; or how many days ago. */
  FROM("from", "Stored from", SortColumn.STORED, FilterField::from),
  /** A time before which the object was stored, or the last day in UTC. */
  TO(
      "to",
      "Stored until",
      SortColumn.STORED,
      (name, text) -> compare("<", FilterValues.parseEnd(name, text))),
  /** The minimum time between storing the object and writing its row. */
  MIN_LAG(
      "minLag",
      "Lag at least",
      SortColumn.LAG,
      (name, text) -> compare(">=", lag(FilterValues.parseMillis(name, text)))),
  /** Whether a background job of the video is dead, or is not finished. */
  JOB("job", "Processing", null, FilterField::job),
  /** Whether another tool stored the object, so that nobody owns it. */
  ORPHAN(
      "orphan", "No owner", null, (name, text) -> isNull("v.owner", QueryFlag.parse(name, text))),
  /** Whether the store has reported that the object is missing. */
  MISSING(
      "missing",
      "Missing in the store",
      null,
      (name, text) -> isNull("v.missing_since", !QueryFlag.parse(name, text)));

  private static final Pattern OWNER_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,63}");

  private static final String JOB_IN =
      "exists (select 1 from media_job j where j.video_id = v.id and j.state in (%s))";

  /** As ffprobe names codecs. */
  private static final Pattern CODEC_NAME = Pattern.compile("[a-z0-9_]{1,32}");

  private final String parameter;
  private final String label;
  private final SortColumn range;
  private final BiFunction<String, String, Condition> parser;

  /**
   * @param label the name on pages
   * @param range the order in which the condition is one range; null if there is none
   * @param parser of name and value; null for the text, whose condition depends on the access
   */
  FilterField(
      String parameter,
      String label,
      SortColumn range,
      BiFunction<String, String, Condition> parser) {
    this.parameter = parameter;
    this.label = label;
    this.range = range;
    this.parser = parser;
  }

  /** The name of the query parameter. */
  public String parameter() {
    return parameter;
  }

  /** The name on pages. */
  public String label() {
    return label;
  }

  /** Whether the videos that fulfil the condition are neighbours in this order. */
  boolean isRangeOf(SortColumn column) {
    return range == column;
  }

  /** The value in the upper or lower case in which it is shown and compared. */
  String normalized(String text) {
    return switch (this) {
      case STATUS -> text.strip().toUpperCase(Locale.ROOT);
      case OWNER, VISIBILITY, CODEC, JOB -> text.strip().toLowerCase(Locale.ROOT);
      default -> text.strip();
    };
  }

  /**
   * @throws ProblemException {@code invalid-request}
   */
  Condition parse(String text, Access access) {
    if (this == TEXT) {
      return SearchText.condition(normalized(text), access);
    }
    var condition = parser.apply(parameter, normalized(text));
    return range == null
        ? condition
        : new Condition(
            condition.sql().replace("%s", range.expression()),
            condition.rangeSql().replace("%s", range.expression()),
            condition.values());
  }

  private static Condition job(String name, String text) {
    return switch (text) {
      case "failed" -> Condition.of(JOB_IN.formatted("'DEAD'"));
      case "unfinished" -> Condition.of(JOB_IN.formatted("'QUEUED', 'RUNNING'"));
      default -> throw refusal(name, "must be failed or unfinished");
    };
  }

  private static Condition type(String name, String text) {
    if (!text.contains("/")) {
      return Condition.of("v.container = ?", container(name, text));
    }
    // PostgreSQL rejects NUL in text.
    if (!MEDIA_TYPE.matcher(text).matches()) {
      throw refusal(name, "must be a media type such as video/mp4, or a container");
    }
    return Condition.of("v.media_type = ?", text);
  }

  private static String container(String name, String text) {
    if (!MediaFormat.containers().contains(text)) {
      throw refusal(name, "must be one of " + String.join(", ", MediaFormat.containers()));
    }
    return text;
  }

  private static String codec(String name, String text) {
    if (!CODEC_NAME.matcher(text).matches()) {
      throw refusal(name, "must be the name of a video codec, such as h264 or hevc");
    }
    return text;
  }

  /** The conditions of the index {@code video_tags}. */
  private static Condition tag(String name, String text) {
    var tag = SafeText.label(text).orElseThrow(() -> refusal(name, "must be the text of a tag"));
    return Condition.of(
        "cardinality(v.tags) > 0 and lower_tags(v.tags) @> lower_tags(array[cast(? as text)])",
        tag);
  }

  private static String rejection(String name, String text) {
    return Rejection.findByCode(text)
        .map(Enum::name)
        .orElseThrow(() -> refusal(name, "must be one of " + rejectionCodes()));
  }

  private static String rejectionCodes() {
    return Arrays.stream(Rejection.values()).map(Rejection::code).collect(Collectors.joining(", "));
  }

  /** The owner's videos are one range of names, from the prefix to the character after it. */
  private static Condition owner(String name, String text) {
    var isPrefix = text.endsWith("*");
    var start = isPrefix ? text.substring(0, text.length() - 1) : text;
    if (!OWNER_NAME.matcher(start).matches()) {
      throw refusal(
          name, "must be an account's name, or its beginning with an asterisk at the end");
    }
    if (!isPrefix) {
      return new Condition("v.owner = ?", "%s = ?", List.of(start));
    }
    var last = start.length() - 1;
    var end = start.substring(0, last) + (char) (start.charAt(last) + 1);
    var range = "%s >= ? and %s < ?";
    return new Condition(range, range, List.of(start, end));
  }

  /**
   * The database resolves the number of days, so a saved view or a link means the days until now.
   */
  private static Condition from(String name, String text) {
    var days = FilterValues.parseDaysAgo(text);
    return days.isPresent()
        ? Condition.of("%%s >= now() - interval '%d hours'".formatted(24 * days.getAsInt()))
        : compare(">=", FilterValues.parseStart(name, text));
  }

  /** A lag that is negative, because the clocks differ, counts as none. */
  private static long lag(long millis) {
    return millis == 0 ? Long.MIN_VALUE : millis;
  }

  private static Condition compare(String operator, Object value) {
    return Condition.of("%s " + operator + " ?", value);
  }

  private static Condition isNull(String column, boolean expected) {
    return Condition.of(column + (expected ? " is null" : " is not null"));
  }

  static ProblemException refusal(String name, String reason) {
    return new InvalidParameterException(name, reason);
  }

  public static Optional<FilterField> ofParameter(String name) {
    return Arrays.stream(values()).filter(field -> field.parameter.equals(name)).findFirst();
  }

  /**
   * A condition in SQL about the row {@code v}.
   *
   * @param sql has a question mark for each value
   * @param rangeSql the same as a range of the index of {@link FilterField#isRangeOf its order}
   */
  public record Condition(String sql, String rangeSql, List<Object> values) {
    static Condition of(String sql, Object... values) {
      return new Condition(sql, sql, List.of(values));
    }
  }
}
