package dev.slipway.web;

/**
 * An arrow of a sequence diagram. It goes from one lane to another, or marks something that happens
 * in one lane.
 *
 * @param from the lane where it begins, counted from 1 at the left
 * @param to the lane where it ends
 * @param lanes how many there are
 */
public record SequenceArrow(int from, int to, int lanes) {
  public SequenceArrow {
    if (Math.min(from, to) < 1 || Math.max(from, to) > lanes) {
      throw new IllegalArgumentException(
          "There is no lane %d or %d of %d".formatted(from, to, lanes));
    }
  }

  public int left() {
    return Math.min(from, to);
  }

  public int right() {
    return Math.max(from, to);
  }

  /** {@code right}, {@code left} or, within one lane, {@code self}. */
  public String direction() {
    if (from == to) {
      return "self";
    }
    return from < to ? "right" : "left";
  }

  /** The end of the arrow at which its text begins, because there is more room: for styles. */
  public String alignment() {
    var lanesToTheLeft = right() - 1;
    var lanesToTheRight = lanes - left();
    return lanesToTheLeft > lanesToTheRight ? "end" : "start";
  }
}
