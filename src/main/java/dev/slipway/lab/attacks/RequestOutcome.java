package dev.slipway.lab.attacks;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.lab.attacks.bench.Answer;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Locale;
import java.util.Set;

/** How a request ends. */
public enum RequestOutcome {
  REFUSED,
  ALLOWED;

  /** Errors about the access key, the bucket or the clock, whatever the request contains. */
  private static final Set<String> UNRELATED_CODES =
      Set.of(
          "AccountProblem",
          "AllAccessDisabled",
          "InvalidAccessKeyId",
          "InvalidBucketName",
          "RequestTimeTooSkewed");

  /**
   * The outcome of a request, if the answer can be that of the defence.
   *
   * @throws ProblemException {@code store-unavailable} if the answer has another cause, such as an
   *     outage, a rate limit, a redirect or an invalid access key
   */
  public static RequestOutcome of(Answer answer, Defence defence) {
    if (answer.isSuccess()) {
      return ALLOWED;
    }
    if (defence.refusesWith(answer.status()) && !UNRELATED_CODES.contains(answer.code())) {
      return REFUSED;
    }
    throw new ProblemException(
        ErrorCode.STORE_UNAVAILABLE,
        "The experiment was not finished, because the response %s says nothing about it. Try again; if"
                .formatted(answer.summary())
            + " this continues, ask an administrator to run the doctor.");
  }

  @JsonValue
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }
}
