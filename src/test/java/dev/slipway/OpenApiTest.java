package dev.slipway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.DocumentedStatuses;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code AccessMatrixTest} and {@code ApiClient} compare the statuses with the real ones. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonNode document;

  /** An operation with its method and path. */
  private record Operation(String name, JsonNode content) {}

  @BeforeEach
  void load() throws JsonProcessingException {
    document = JSON.readTree(given().get("/q/openapi?format=json").asString());
  }

  @ParameterizedTest
  @CsvSource({
    "POST,   /api/uploads,                   201",
    "POST,   /api/tokens,                    201",
    "POST,   /api/videos/{id}/urls,          201",
    "POST,   /api/videos/{id}/shares,        201",
    "POST,   /api/accounts,                  201",
    "DELETE, /api/accounts/{name},           202",
    "POST,   /api/videos/jobs,               202",
    "POST,   /api/bulk/{id}/undo,            202",
    "PUT,    /api/lab/uploads/{fileName},    201",
    "PUT,    /api/me/password,               204",
    "DELETE, /api/tokens/{id},               204",
    "POST,   /notifications/s3,              204",
    "POST,   /api/dashboard/rebuild,         202",
    "GET,    /api/videos,                    200"
  })
  void namesTheStatusOfASuccess(String method, String path, String status) {
    assertThat(DocumentedStatuses.of(method, path).orElseThrow())
        .filteredOn(code -> code.startsWith("2"))
        .containsExactly(status);
  }

  @Test
  void describesWhatASuccessReturns() {
    for (var operation : operations()) {
      operation
          .content()
          .path("responses")
          .properties()
          .forEach(
              response -> {
                if (response.getKey().startsWith("2")) {
                  assertThat(response.getValue().path("description").asText())
                      .as("%s %s", operation.name(), response.getKey())
                      .isNotEmpty();
                  assertThat(response.getValue().path("content").isEmpty())
                      .as("%s %s has no content", operation.name(), response.getKey())
                      .isEqualTo(isEmpty(operation, response.getKey()));
                }
              });
    }
    assertThat(document.at("/paths/~1api~1videos~1bulk/post/responses").toString())
        .contains("/schemas/BulkResponse", "/schemas/BulkJobView");
  }

  private static boolean isEmpty(Operation operation, String status) {
    return status.equals("204") || operation.name().equals("post /api/dashboard/rebuild");
  }

  @Test
  void describesEveryErrorAsAProblem() {
    for (var operation : operations()) {
      for (var response : operation.content().path("responses").properties()) {
        if (!response.getKey().startsWith("2")) {
          var schema =
              resolve(response.getValue()).at("/content/application~1problem+json/schema/$ref");
          assertThat(schema.asText())
              .as("%s %s", operation.name(), response.getKey())
              .isEqualTo("#/components/schemas/Problem");
        }
      }
      assertThat(names(operation.content().path("responses")))
          .as(operation.name())
          .contains("401", "429", "default");
    }
    assertThat(document.at("/components/responses/Conflict/description").asText())
        .startsWith("Conflict: upload-incomplete, upload-closed, ");
  }

  @Test
  void describesTheMembersOfAProblem() {
    Map<String, Object> problem = given().get("/api/me").then().extract().jsonPath().getMap("");

    assertThat(names(document.at("/components/schemas/Problem/properties")))
        .containsExactlyInAnyOrderElementsOf(problem.keySet());
    assertThat(document.at("/components/schemas/Problem/properties/status/type").asText())
        .isEqualTo("integer");
  }

  @Test
  void saysHowEachOperationIsAuthenticated() {
    assertThat(names(document.at("/components/securitySchemes")))
        .containsExactlyInAnyOrder("token", "session", "notificationToken");
    for (var operation : operations()) {
      assertThat(operation.content().path("security")).as(operation.name()).isNotEmpty();
      for (var requirement : operation.content().path("security")) {
        assertThat(names(document.at("/components/securitySchemes")))
            .as(operation.name())
            .containsAll(names(requirement));
      }
    }
    assertThat(securityOf("/api/uploads", "post"))
        .isEqualTo("[{\"token\":[\"uploads:write\"]},{\"session\":[\"creator\"]}]");
    assertThat(securityOf("/api/audit", "get"))
        .isEqualTo("[{\"token\":[\"admin\"]},{\"session\":[\"admin\"]}]");
    assertThat(securityOf("/api/me", "get")).isEqualTo("[{\"token\":[]},{\"session\":[]}]");
    assertThat(securityOf("/api/tokens", "post"))
        .as("refuses tokens")
        .isEqualTo("[{\"session\":[\"creator\"]}]");
    assertThat(securityOf("/api/videos", "get"))
        .as("public")
        .isEqualTo("[{\"token\":[\"videos:read\"]},{\"session\":[]},{}]");
  }

  /** An object that the framework passes to a method is no part of a request. */
  @Test
  void hasNoTypesOfTheFramework() {
    assertThat(document.toString()).doesNotContain("RoutingContext", "OutboundSseEvent");
    for (var operation : operations()) {
      if (operation.name().startsWith("get ")) {
        assertThat(operation.content().has("requestBody")).as(operation.name()).isFalse();
      }
    }
  }

  private List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        operations.add(
            new Operation(operation.getKey() + " " + path.getKey(), operation.getValue()));
      }
    }
    assertThat(operations).hasSizeGreaterThan(100);
    return operations;
  }

  private String securityOf(String path, String method) {
    return document.path("paths").path(path).path(method).path("security").toString();
  }

  /** The response itself, or the shared one that it refers to. */
  private JsonNode resolve(JsonNode response) {
    return response.has("$ref")
        ? document.at(response.path("$ref").asText().substring(1))
        : response;
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }
}
