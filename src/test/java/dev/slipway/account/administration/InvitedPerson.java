package dev.slipway.account.administration;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;

import dev.slipway.testing.ApiClient;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;

/** A person for whom an administrator has created an account, and who has chosen a password. */
final class InvitedPerson {
  static final String PASSWORD = "seven quiet lanterns";
  private static final ApiClient ADMIN = ApiClient.as("admin");

  private final String name;
  private Map<String, String> cookies = Map.of();

  private InvitedPerson(String name) {
    this.name = name;
  }

  /** Creates an account with a name that no other test uses. */
  static InvitedPerson create(String name, String role) {
    var person = new InvitedPerson(name);
    String url =
        ADMIN
            .request()
            .contentType(JSON)
            .body(Map.of("name", name, "role", role))
            .post("/api/accounts")
            .then()
            .statusCode(201)
            .extract()
            .path("invitation.url");
    choose(pathOf(url), PASSWORD).statusCode(200);
    person.logIn(PASSWORD).statusCode(303);
    return person;
  }

  static String pathOf(String url) {
    return url.substring(url.indexOf("/invitations/"));
  }

  /** Sends the form of an invitation. */
  static ValidatableResponse choose(String path, String password) {
    return given()
        .redirects()
        .follow(false)
        .urlEncodingEnabled(false)
        .formParam("password", password)
        .formParam("repeated", password)
        .post(path)
        .then();
  }

  ValidatableResponse logIn(String password) {
    var response =
        given()
            .redirects()
            .follow(false)
            .formParam("username", name)
            .formParam("password", password)
            .post("/login")
            .then();
    cookies = response.extract().cookies();
    return response;
  }

  String name() {
    return name;
  }

  RequestSpecification request() {
    return given().redirects().follow(false).cookies(cookies);
  }

  /** Opens an upload of this many bytes; returns the response. */
  ValidatableResponse open(long size) {
    return request()
        .contentType(JSON)
        .body(Map.of("fileName", "clip.mp4", "contentType", "video/mp4", "size", size))
        .post("/api/uploads")
        .then();
  }
}
