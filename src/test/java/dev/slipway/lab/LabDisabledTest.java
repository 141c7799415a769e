package dev.slipway.lab;

import static dev.slipway.testing.BehindProxyProfile.PREFIX;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.BehindProxyProfile;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BehindProxyProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class LabDisabledTest {
  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void nothingOfTheLabExists() {
    admin
        .request()
        .contentType(ContentType.JSON)
        .body("{}")
        .post(PREFIX + "/api/lab/inspections")
        .then()
        .statusCode(404)
        .body("code", equalTo("not-found"));
    for (var page : List.of("/lab", "/lab/signature", "/lab/uploads", "/lab/walk")) {
      admin.request().get(PREFIX + page).then().statusCode(404).contentType("text/html");
    }
  }

  /** A redirect to the login or a 405 would reveal an address that exists elsewhere. */
  @Test
  void nothingOfTheLabExistsForStrangers() {
    for (var page : List.of("/lab", "/lab/attacks")) {
      given().redirects().follow(false).get(PREFIX + page).then().statusCode(404);
    }
    for (var path : List.of("/api/lab", "/api/lab/attacks", "/api/lab/none", "/api/none")) {
      given().get(PREFIX + path).then().statusCode(401).body("code", equalTo("unauthenticated"));
      given().options(PREFIX + path).then().statusCode(401);
    }
    given().post(PREFIX + "/api/lab/attacks/late").then().statusCode(401);
    given().redirects().follow(false).get(PREFIX + "/labyrinth").then().statusCode(404);
  }

  /** The body is read and limited like every other. */
  @Test
  void noUploadPassesThroughTheApplication() {
    admin
        .request()
        .contentType("video/mp4")
        .body(new byte[1000])
        .put(PREFIX + "/api/lab/uploads/clip.mp4")
        .then()
        .statusCode(404)
        .body("code", equalTo("not-found"));
    admin
        .request()
        .contentType("video/mp4")
        .body(new byte[2 * 1024 * 1024])
        .put(PREFIX + "/api/lab/uploads/clip.mp4")
        .then()
        .statusCode(413)
        .body("code", equalTo("body-too-large"));
  }

  @Test
  void noPageLinksToTheLab() {
    for (var page : List.of("/", "/videos")) {
      admin
          .request()
          .get(PREFIX + page)
          .then()
          .statusCode(200)
          .body(not(containsString(PREFIX + "/lab")));
    }
  }
}
