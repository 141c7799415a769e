package dev.slipway.web.problem;

import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class JsonErrorsTest {
  private static final String NO_UPLOAD = "/api/uploads/none/parts";
  private static final String PLACE_OF_THE_END = ", at line 1, column ";

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
        Arguments.of("/api/uploads", "{\"fileName\":{}}", "'fileName' must be text."),
        Arguments.of("/api/tokens", "{\"scopes\":\"read\"}", "'scopes' must be a list."),
        Arguments.of("/api/videos/bulk", "{\"deleted\":1}", "'deleted' must be true or false."),
        Arguments.of(
            NO_UPLOAD,
            "{\"parts\":[{\"size\":{}}]}",
            "'parts[0].size' must be a whole number, without quotation marks."),
        Arguments.of(NO_UPLOAD, "{\"parts\":[\"a\"]}", "'parts[0]' must be an object."),
        Arguments.of("/api/uploads", "[]", "The body must be one JSON object, in UTF-8."),
        Arguments.of("/api/uploads", "{}{}", "The body must be one JSON object, in UTF-8."),
        Arguments.of(
            "/api/uploads",
            "{\"size\":1,}",
            "The body is not valid JSON" + PLACE_OF_THE_END + "11."),
        Arguments.of("/api/uploads", "{\"size\":99999999999999999999}", "'size' is out of range."));
  }
}
