package dev.slipway.web.problem;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.util.Set;

/**
 * An error as a client receives it: {@code application/problem+json} of RFC 9457 with the extension
 * field {@code code}. Error pages show the same data.
 *
 * @param type a URI that identifies the kind of problem
 * @param retryAfter sent as {@code Retry-After}; null when retrying doesn't help
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "code"})
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    @JsonIgnore Duration retryAfter) {

  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Set<Integer> TEMPORARY = Set.of(429, 500, 502, 503, 504);

  public static Problem of(ErrorCode code, String detail) {
    return of(code, detail, null);
  }

  public static Problem of(ErrorCode code, String detail, Duration retryAfter) {
    return new Problem(
        "urn:slipway:problem:" + code.code(),
        code.title(),
        code.status(),
        detail,
        code.code(),
        retryAfter);
  }

  /** Whether the same request may succeed later. */
  boolean temporary() {
    return TEMPORARY.contains(status);
  }
}
