package dev.slipway.web.problem;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;

/**
 * An error as a client gets it: {@code application/problem+json} of RFC 9457 with the member {@code
 * code}.
 *
 * @param type a URI for the kind of problem
 * @param retryAfter for the header {@code Retry-After}; null where trying again is no use
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
}
