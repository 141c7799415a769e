package dev.slipway.catalogue;

import dev.slipway.catalogue.VideoCursor.ValueType;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The order of a listing. Videos with equal values are ordered by id, in the same direction, so
 * that each index serves both directions.
 */
public enum VideoSort {
  NEWEST("-storedAt", "storedAt", Direction.DOWN, ValueType.TIME, video -> video.storedAt),
  OLDEST("storedAt", "storedAt", Direction.UP, ValueType.TIME, video -> video.storedAt),
  TITLE("title", "lower(title)", Direction.UP, ValueType.TEXT, video -> video.title),
  TITLE_REVERSED("-title", "lower(title)", Direction.DOWN, ValueType.TEXT, video -> video.title),
  LARGEST("-size", "size", Direction.DOWN, ValueType.NUMBER, video -> video.size),
  SMALLEST("size", "size", Direction.UP, ValueType.NUMBER, video -> video.size),
  LONGEST(
      "-duration",
      "durationMillis",
      Direction.DOWN,
      ValueType.NUMBER,
      video -> video.durationMillis),
  SHORTEST(
      "duration", "durationMillis", Direction.UP, ValueType.NUMBER, video -> video.durationMillis),
  /** The order of the trash, which has no other one. */
  LAST_TRASHED(
      "-deleteAfter",
      "deletion.deleteAfter",
      Direction.DOWN,
      ValueType.TIME,
      video -> video.deletion.deleteAfter());

  private final String key;
  private final String expression;
  private final Direction direction;
  private final ValueType valueType;
  private final Function<Video, Object> value;

  VideoSort(
      String key,
      String expression,
      Direction direction,
      ValueType valueType,
      Function<Video, Object> value) {
    this.key = key;
    this.expression = expression;
    this.direction = direction;
    this.valueType = valueType;
    this.value = value;
  }

  /**
   * Returns the order with this name, such as {@code title} or {@code -size}.
   *
   * @throws ProblemException {@code invalid-request}; its message lists the orders
   */
  static VideoSort parse(String text) {
    return choices()
        .filter(sort -> sort.key.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.INVALID_REQUEST,
                    "'sort' must be one of "
                        + choices().map(VideoSort::key).collect(Collectors.joining(", "))
                        + "."));
  }

  private static Stream<VideoSort> choices() {
    return Arrays.stream(values()).filter(sort -> sort != LAST_TRASHED);
  }

  /** The name in addresses. A leading minus means descending. */
  public String key() {
    return key;
  }

  /** The expression that the order compares, in HQL, as in the index. */
  String expression() {
    return expression;
  }

  /** The cursor's value in HQL. The database folds its case, as it does in the index. */
  String bound() {
    return valueType == ValueType.TEXT ? "lower(:value)" : ":value";
  }

  boolean isAscending() {
    return direction == Direction.UP;
  }

  /** Whether some videos have no value. They come last, in whichever direction. */
  boolean hasUnknownValues() {
    return this == LONGEST || this == SHORTEST;
  }

  ValueType valueType() {
    return valueType;
  }

  /** Returns the value that the order compares; null if it is unknown. */
  Object valueOf(Video video) {
    return value.apply(video);
  }

  private enum Direction {
    UP,
    DOWN
  }
}
