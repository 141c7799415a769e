package dev.slipway.web.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class JsonErrorsTest {
  private static final String NO_UPLOAD = "/api/uploads/none/parts";
  private static final String NOT_JSON = "The body is not valid JSON in UTF-8";

  @ParameterizedTest
  @MethodSource("invalidBodies")
  void saysWhatIsWrongAndWhere(String path, String body, String detail) {
    ApiClient.as("creator")
        .request()
        .contentType("application/json")
        .body(body)
        .post(path)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo("invalid-request"))
        .body("detail", equalTo(detail));
  }

  static Stream<Arguments> invalidBodies() {
    return Stream.of(
        Arguments.of(
            "/api/tokens",
            "{\"name\":\"a\",\"expiresIn\":\"P1D\"}",
            "'expiresIn' must be a whole number, without quotation marks."),
        Arguments.of(
            "/api/uploads",
            "{\"size\":5.7}",
            "'size' must be a whole number, without quotation marks."),
        Arguments.of("/api/uploads", "{\"fileName\":{}}", "'fileName' must be a string."),
        Arguments.of("/api/tokens", "{\"name\":5}", "'name' must be a string."),
        Arguments.of("/api/tokens", "{\"name\":5.7}", "'name' must be a string."),
        Arguments.of("/api/tokens", "{\"name\":true}", "'name' must be a string."),
        Arguments.of("/api/tokens", "{\"scopes\":[\"lab\",5]}", "'scopes[1]' must be a string."),
        Arguments.of("/api/tokens", "{\"scopes\":\"read\"}", "'scopes' must be an array."),
        Arguments.of(
            "/api/tokens", "{\"name\":\"a\",\"name\":\"b\"}", "'name' is given more than once."),
        Arguments.of(
            NO_UPLOAD,
            "{\"parts\":[{\"size\":1,\"number\":1,\"number\":2}]}",
            "'number' is given more than once."),
        Arguments.of("/api/videos/bulk", "{\"deleted\":1}", "'deleted' must be true or false."),
        Arguments.of(
            NO_UPLOAD,
            "{\"parts\":[{\"size\":{}}]}",
            "'parts[0].size' must be a whole number, without quotation marks."),
        Arguments.of(NO_UPLOAD, "{\"parts\":[\"a\"]}", "'parts[0]' must be an object."),
        Arguments.of(
            "/api/tokens",
            "{\"scope\":[\"read\"]}",
            "Unknown field 'scope'. Use: expiresIn, name, scopes."),
        Arguments.of(
            "/api/tokens",
            "{\"" + "a".repeat(99) + "🎬\":1}",
            "Unknown field '" + "a".repeat(99) + "'. Use: expiresIn, name, scopes."),
        Arguments.of(
            "/api/tokens", "{\"a\\u0000\":1}", "Unknown field 'a'. Use: expiresIn, name, scopes."),
        Arguments.of("/api/uploads", "[]", "The body must be one JSON object."),
        Arguments.of("/api/uploads", "{}{}", "The body must be one JSON object."),
        Arguments.of("/api/uploads", "{\"size\":1,}", NOT_JSON + ", at line 1, column 11."),
        Arguments.of("/api/uploads", "{\"size\":99999999999999999999}", "'size' is out of range."),
        Arguments.of(
            "/api/uploads", "{\"fileName\":\"C:\\videos\"}", NOT_JSON + ", at line 1, column 17."),
        Arguments.of(
            NO_UPLOAD, "{\"parts\":[{\"number\":1,}]}", NOT_JSON + ", at line 1, column 23."),
        Arguments.of(
            "/api/uploads",
            "{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}",
            "The body is nested too deeply, or has a name or number that is too long."));
  }

  @ParameterizedTest
  @MethodSource("invalidEncodings")
  void acceptsNoOtherEncoding(byte[] body) {
    ApiClient.as("creator")
        .request()
        .contentType("application/json")
        .body(body)
        .post("/api/uploads")
        .then()
        .statusCode(400)
        .body("detail", startsWith(NOT_JSON));
  }

  /** UTF-32 with an invalid character, and ISO 8859-1. */
  static Stream<byte[]> invalidEncodings() {
    return Stream.of(
        new byte[] {0, 0, (byte) 0xff, (byte) 0xfe, 0, 0, 0, '{'},
        "{\"fileName\":\"é.mp4\"}".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void explainsTheFormatOfTimes() {
    var json = JsonMapper.builder().addModule(new JavaTimeModule()).build();

    assertThatThrownBy(() -> json.readValue("{\"since\":\"yesterday\"}", Since.class))
        .isInstanceOfSatisfying(
            JacksonException.class,
            error ->
                assertThat(JsonErrors.explain(error))
                    .isEqualTo("'since' must be a time in UTC, such as 2026-12-24T18:30:00Z."));
  }

  private record Since(Instant since) {}
}
