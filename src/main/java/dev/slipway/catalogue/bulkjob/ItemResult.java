package dev.slipway.catalogue.bulkjob;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.web.KebabCase;
import dev.slipway.web.problem.ProblemException;

/**
 * The result of a bulk job for one video.
 *
 * @param formerValue what it replaced; null unless it can be undone
 * @param newValue what it wrote instead; null unless it can be undone
 * @param reason why the video was not changed, in a sentence for people; null if it was changed, or
 *     was already as requested
 */
public record ItemResult(Outcome outcome, String formerValue, String newValue, String reason) {
  static final ItemResult CHANGED = new ItemResult(Outcome.CHANGED, null, null, null);

  /** The video was already as requested. */
  static final ItemResult UNCHANGED = new ItemResult(Outcome.SKIPPED, null, null, null);

  static ItemResult changed(String formerValue, String newValue) {
    return new ItemResult(Outcome.CHANGED, formerValue, newValue, null);
  }

  static ItemResult skipped(String reason) {
    return new ItemResult(Outcome.SKIPPED, null, null, reason);
  }

  static ItemResult failed(String reason) {
    return new ItemResult(Outcome.FAILED, null, null, reason);
  }

  static ItemResult failed(ProblemException refusal) {
    return failed(refusal.code().title() + ". " + refusal.getMessage());
  }

  /** The outcome for one video. */
  public enum Outcome {
    CHANGED,
    /** It was already as requested, or has changed since the job that is to be undone. */
    SKIPPED,
    /**
     * It was not changed: it doesn't exist, its state doesn't allow the change, or an error
     * occurred.
     */
    FAILED;

    /** The name in JSON. */
    @JsonValue
    public String key() {
      return KebabCase.of(this);
    }
  }
}
