package dev.slipway.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = EmbeddedServicesResource.class,
    initArgs = @ResourceArg(name = EmbeddedServicesResource.RELAY, value = "true"))
class FaultResourceTest {
  private static final String FAULTS = "/api/lab/faults";

  private final ApiClient admin = ApiClient.as("admin");

  @AfterEach
  void endFaults() {
    for (var fault : Fault.values()) {
      admin.request().delete(FAULTS + "/" + fault.kebabCase());
    }
  }

  @Test
  void listsTheFaultsAndThoseThatAreNotPossibleHere() {
    admin
        .request()
        .get(FAULTS)
        .then()
        .statusCode(200)
        .body("items", hasSize(Fault.values().length))
        .body("items.find { it.name == 'stop-store' }.available", equalTo(true))
        .body("items.find { it.name == 'kill-application' }.available", equalTo(false))
        .body("active", nullValue());
  }

  @Test
  void otherPagesOfTheLabSayThatAFaultIsActive() {
    var viewer = ApiClient.as("viewer");
    var pages =
        new String[] {"/lab", "/lab/signature", "/lab/uploads", "/lab/choices", "/lab/comparison"};
    admin.request().post(FAULTS + "/duplicate-notifications").then().statusCode(200);

    for (var page : pages) {
      viewer
          .request()
          .get(page)
          .then()
          .body(containsString("The fault “Duplicate notifications” is active for everyone"))
          .body(not(containsString("End it in the")));
      admin.request().get(page).then().body(containsString("End it in the"));
    }
    admin.request().delete(FAULTS + "/duplicate-notifications").then().statusCode(200);
    for (var page : pages) {
      viewer.request().get(page).then().body(not(containsString("is active for everyone")));
    }
  }

  @Test
  void startsAFaultForAMinuteAndEndsIt() {
    var active =
        admin
            .request()
            .post(FAULTS + "/drop-notifications")
            .then()
            .statusCode(200)
            .body("active.name", equalTo("drop-notifications"))
            .extract()
            .jsonPath();
    assertThat(
            Duration.between(
                Instant.parse(active.getString("active.startedAt")),
                Instant.parse(active.getString("active.endsAt"))))
        .isEqualTo(Duration.ofMinutes(1));

    admin
        .request()
        .delete(FAULTS + "/drop-notifications")
        .then()
        .statusCode(200)
        .body("active", nullValue());
  }

  @Test
  void reportsWhatTheRelayDidWithAnUpload() {
    admin.request().post(FAULTS + "/drop-notifications");
    var id = admin.put("a.mp4", Mp4Header.bytes(1000, 1));
    admin.complete(id);

    var seen =
        admin
            .request()
            .get(FAULTS)
            .then()
            .body("observations.action", hasItem("put-answered"))
            .body("observations.key", hasItem(containsString(id)))
            .extract()
            .jsonPath();

    var last = seen.getLong("observations[-1].number");
    admin
        .request()
        .queryParam("after", last)
        .get(FAULTS)
        .then()
        .statusCode(200)
        .body("observations.findAll { it.number <= " + last + " }", hasSize(0));
  }

  @Test
  void refusesUnknownAndImpossibleFaults() {
    for (var name : Arrays.asList("no-such-fault", "kill-application")) {
      admin
          .request()
          .post(FAULTS + "/" + name)
          .then()
          .statusCode(404)
          .body("code", equalTo("not-found"))
          .body("detail", containsString("GET /api/lab/faults"));
    }
  }

  @Test
  void isForAdministratorsOnly() {
    var creator = ApiClient.as("creator");

    creator.request().get(FAULTS).then().statusCode(403);
    creator.request().post(FAULTS + "/stop-store").then().statusCode(403);
    creator.request().delete(FAULTS + "/stop-store").then().statusCode(403);
    creator
        .request()
        .get("/lab/faults?fault=stop-store")
        .then()
        .statusCode(403)
        .body(containsString("/login?return=%2Flab%2Ffaults%3Ffault%3Dstop-store&amp;switch=true"));
    admin.request().get(FAULTS).then().body("active", nullValue());
  }

  @Test
  void explainsOnThePageWhatIsNotPossible() {
    admin
        .request()
        .get("/lab/faults")
        .then()
        .statusCode(200)
        .body(containsString("value=\"stop-database\""))
        .body(not(containsString("value=\"kill-application\"")))
        .body(containsString("kill -9"));
    admin.request().get("/lab").then().body(containsString("/lab/faults"));
  }
}
