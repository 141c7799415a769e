package dev.slipway.web.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.rights.Endpoint;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.ApplicationClasses;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In most requests, a field that is left out means more rights, a longer life or a wider effect. So
 * a misspelled field is an error.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class UnknownFieldsTest {
  private static final String LATER_CLIENT =
      "a client for a later version can upload to this one; a default never grants more";

  /** The objects of requests that may have other fields, with the reason. */
  private static final Map<String, String> LENIENT =
      Map.of(
          "dev.slipway.uploads.UploadRequest", LATER_CLIENT,
          "dev.slipway.uploads.multipart.PartsRequest", LATER_CLIENT,
          "dev.slipway.uploads.multipart.PartsRequest$Part", LATER_CLIENT);

  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void onlyTheListedRequestsMayHaveUnknownFields() {
    assertThat(ApplicationClasses.ALL)
        .filteredOn(type -> type.isAnnotatedWith(JsonIgnoreProperties.class))
        .extracting(JavaClass::getName)
        .as("types that accept unknown fields; a new one needs a reason in this test")
        .containsExactlyInAnyOrderElementsOf(LENIENT.keySet());
  }

  @ParameterizedTest
  @MethodSource("strictEndpoints")
  void namesTheUnknownMemberAndTheKnownOnes(Endpoint endpoint) {
    var known =
        Arrays.stream(endpoint.body().orElseThrow().getRecordComponents())
            .map(RecordComponent::getName)
            .sorted()
            .collect(Collectors.joining(", "));

    send(endpoint.method(), addressOf(endpoint), "{\"misspelled\":1}")
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo("invalid-request"))
        .body("detail", equalTo("Unknown field 'misspelled'. Use: " + known + "."));
  }

  static Stream<Endpoint> strictEndpoints() {
    return endpointsWithBody().filter(endpoint -> !isLenient(endpoint));
  }

  @ParameterizedTest
  @MethodSource("lenientEndpoints")
  void acceptsMembersOfLaterVersions(Endpoint endpoint) {
    send(endpoint.method(), addressOf(endpoint), "{\"later\":1}")
        .body("detail", not(startsWith("Unknown field")));
  }

  static Stream<Endpoint> lenientEndpoints() {
    return endpointsWithBody().filter(UnknownFieldsTest::isLenient);
  }

  @Test
  void opensAnUploadForALaterClient() {
    var creator = ApiClient.as("creator");
    var id =
        creator
            .request()
            .contentType("application/json")
            .body(
                """
                {"fileName":"a.mp4","contentType":"video/mp4","size":70000000,"partChecksums":false,
                 "later":1}
                """)
            .post("/api/uploads")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getString("id");

    creator
        .request()
        .contentType("application/json")
        .body("{\"parts\":[{\"number\":1,\"size\":16777216,\"later\":1}],\"later\":1}")
        .post("/api/uploads/{id}/parts", id)
        .then()
        .statusCode(200)
        .body("parts", hasSize(1));
    creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST  | /api/tokens         | {"name":"backup","scope":["uploads:write"]} | scope
          POST  | /api/tokens         | {"name":"backup","expires":60}              | expires
          POST  | /api/videos/jobs    | {"action":"delete","all":true,"status":"REJECTED"} | status
          POST  | /api/videos/bulk    | {"id":["a"],"visibility":"public"}          | id
          POST  | /api/accounts       | {"name":"a","role":"creator","quota":{"byte":5}} | quota.byte
          POST  | /api/reconciliations | {"Mode":"report"}                          | Mode
          """)
  void changesNothingForAMisspelledRequest(String method, String path, String body, String field) {
    send(method, path, body)
        .statusCode(400)
        .body("detail", startsWith("Unknown field '%s'. Use: ".formatted(field)));
    admin.request().get("/api/tokens").then().body("findAll { it.name == 'backup' }", hasSize(0));
  }

  private ValidatableResponse send(String method, String path, String body) {
    return admin.request().contentType("application/json").body(body).request(method, path).then();
  }

  private static Stream<Endpoint> endpointsWithBody() {
    return Endpoint.all().stream().filter(endpoint -> endpoint.body().isPresent());
  }

  private static boolean isLenient(Endpoint endpoint) {
    return LENIENT.containsKey(endpoint.body().orElseThrow().getName());
  }

  /** An address of nothing that exists. */
  private static String addressOf(Endpoint endpoint) {
    return endpoint.path().replaceAll("\\{[^}]*}", "none");
  }
}
