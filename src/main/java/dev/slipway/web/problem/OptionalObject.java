package dev.slipway.web.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** The body of a request that needs no fields: a JSON object, or nothing. */
public final class OptionalObject {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .reader();

  private OptionalObject() {}

  /**
   * Accepts fields of later versions.
   *
   * @throws ProblemException {@code invalid-request}
   */
  public static void requireValid(byte[] body) {
    if (body == null || body.length == 0) {
      return;
    }
    try {
      if (!JSON.readTree(body).isObject()) {
        throw refusal("The body must be one JSON object.");
      }
    } catch (JacksonException e) {
      throw refusal(JsonErrors.explain(e));
    } catch (IOException e) {
      throw refusal("The body is not valid JSON in UTF-8.");
    }
  }

  private static ProblemException refusal(String detail) {
    return new ProblemException(ErrorCode.INVALID_REQUEST, detail);
  }
}
