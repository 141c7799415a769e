package dev.slipway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.checks.TestObjects;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checks of the embedded store, as the API and the page show them. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class DoctorPagesTest {
  /** Its status depends on the uploads that other tests leave open. */
  private static final String PART_RETENTION_CHECK = "Part retention";

  /** Its status depends on the deliveries of other tests. */
  private static final String WEBHOOKS_CHECK = "Webhooks";

  private static final List<String> CHECKS =
      List.of(
          "Access without a signature",
          "Administrators",
          "Checksums",
          "Clock",
          "Copies through upload URLs",
          "Derived bucket",
          "CORS",
          "Event durability",
          "Forged signatures",
          "Forwarded headers",
          "Least privilege",
          "Malware scanner",
          "Media jobs",
          "Media programs",
          "Media sandbox",
          "Metadata key",
          "Multipart uploads",
          "Notification delivery",
          "Notifications are configured",
          "OpenID Connect provider",
          PART_RETENTION_CHECK,
          "Public endpoint",
          "SFTP answers",
          "Single-use upload URLs",
          "Videos bucket",
          WEBHOOKS_CHECK);

  @Inject EntityManager entities;
  @Inject TestObjects testObjects;

  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void allChecksPassWithTheEmbeddedStore() {
    var found = admin.request().post("/api/doctor").then().statusCode(200).extract().jsonPath();

    Map<String, String> verdicts = new HashMap<>();
    found
        .<Map<String, Object>>getList("checks")
        .forEach(check -> verdicts.put((String) check.get("name"), (String) check.get("verdict")));
    assertThat(verdicts).containsOnlyKeys(CHECKS);
    verdicts.remove(PART_RETENTION_CHECK);
    verdicts.remove(WEBHOOKS_CHECK);
    assertThat(verdicts)
        .as(found.prettify())
        .allSatisfy((name, verdict) -> assertThat(verdict).isEqualTo("FINE"));
    assertThat(admin.request().get("/api/doctor").jsonPath().getString("at"))
        .isEqualTo(found.getString("at"));
  }

  @Test
  void doesNotCatalogueItsTestObjects() throws IOException {
    admin.request().post("/api/doctor").then().statusCode(200);
    try (var object = testObjects.create()) {
      object.put();
      var processed =
          "select count(*) from notification where object_key = '" + object.key().value() + "'";
      Eventually.holds("its notification is processed", () -> count(processed) > 0);
    }

    assertThat(count("select count(*) from video where object_key like 'videos/.slipway/%'"))
        .isZero();
  }

  @Test
  void showsTheReportToAdmins() {
    admin
        .request()
        .post("/admin/doctor")
        .then()
        .statusCode(303)
        .header("Location", endsWith("/admin/doctor"));

    admin
        .request()
        .get("/admin/doctor")
        .then()
        .statusCode(200)
        .contentType("text/html")
        .body(containsString("Single-use upload URLs"))
        .body(containsString("Fine"))
        .body(containsString("Run checks again"));
  }

  @Test
  void requiresTheAdminRole() {
    var creator = ApiClient.as("creator");
    creator.request().get("/api/doctor").then().statusCode(403).body("code", equalTo("forbidden"));
    creator.request().post("/api/doctor").then().statusCode(403);
    creator.request().get("/admin/doctor").then().statusCode(403);
    creator.request().post("/admin/doctor").then().statusCode(403);
    ApiClient.anonymous().request().get("/api/doctor").then().statusCode(401);
    ApiClient.anonymous()
        .request()
        .get("/admin/doctor")
        .then()
        .header("Location", containsString("login"));
  }

  private long count(String sql) {
    return QuarkusTransaction.requiringNew()
        .call(() -> ((Number) entities.createNativeQuery(sql).getSingleResult()).longValue());
  }
}
