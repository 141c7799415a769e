package dev.slipway.lab.attacks.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.storage.client.RawResponse;
import dev.slipway.web.SafeText;
import dev.slipway.web.problem.Problem;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A response as it arrived.
 *
 * @param code the error code of the store or the application; empty without an error
 * @param body its beginning
 */
public record Answer(int status, String code, Map<String, String> headers, String body) {
  private static final int MAX_BODY_LENGTH = 8_000;
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;

  public Answer {
    headers = new TreeMap<>(headers);
    body = SafeText.truncate(body, MAX_BODY_LENGTH);
  }

  public static Answer ofStore(RawResponse response) {
    return new Answer(
        response.status(), response.errorCode(), response.allHeaders(), response.body());
  }

  /** Creates the answer of an endpoint of the application for a problem. */
  static Answer ofProblem(Problem problem, ObjectMapper json) {
    return new Answer(
        problem.status(),
        problem.code(),
        Map.of("content-type", Problem.MEDIA_TYPE),
        text(problem, json));
  }

  /** Creates the answer of an endpoint of the application for a result. */
  static Answer ofResult(Object result, ObjectMapper json) {
    return ofResult(OK, result, json);
  }

  /** Creates the answer of an endpoint of the application that has created something. */
  static Answer ofCreated(Object result, ObjectMapper json) {
    return ofResult(CREATED, result, json);
  }

  private static Answer ofResult(int status, Object result, ObjectMapper json) {
    return new Answer(status, "", Map.of("content-type", "application/json"), text(result, json));
  }

  /** Creates the answer of an endpoint of the application that returns nothing. */
  static Answer ofNoContent() {
    return new Answer(NO_CONTENT, "", Map.of(), "");
  }

  static Answer ofHttp(HttpResponse<String> response, ObjectMapper json) {
    var headers = new TreeMap<String, String>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name, String.join(", ", values)));
    return new Answer(
        response.statusCode(), codeOf(response.body(), json), headers, response.body());
  }

  /** Returns this answer with a changed body, such as one without secrets. */
  public Answer withBody(UnaryOperator<String> change) {
    return new Answer(status, code, headers, change.apply(body));
  }

  @JsonIgnore
  public boolean isSuccess() {
    return status >= OK && status < 300;
  }

  /** Status and error code, such as {@code 403 AccessDenied}. */
  public String summary() {
    return (status + " " + code).strip();
  }

  private static String text(Object value, ObjectMapper json) {
    return new String(write(value, json), StandardCharsets.UTF_8);
  }

  /** The JSON of a request or a response. */
  static byte[] write(Object value, ObjectMapper json) {
    try {
      return json.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String codeOf(String body, ObjectMapper json) {
    try {
      return json.readTree(body).path("code").asText("");
    } catch (JsonProcessingException notJson) {
      return "";
    }
  }
}
