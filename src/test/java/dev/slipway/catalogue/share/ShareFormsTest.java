package dev.slipway.catalogue.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.login.SharedPasswords;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The form that creates share links. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ShareFormsTest {
  private static final String PASSWORD = "correct horse";

  @Inject ShareConfig config;
  @Inject ShareManagers managers;
  @Inject ShareLinks links;
  @Inject SharedPasswords passwords;
  @Inject CurrentAccount caller;

  private final ApiClient creator = ApiClient.as("creator");
  private String id;

  @BeforeEach
  void upload() {
    id = creator.upload("clip.mp4", Mp4Header.bytes(1_200, 7)).getString("id");
  }

  @Test
  void createsALink() {
    send("Friends", PASSWORD, " 10000 ")
        .statusCode(303)
        .header("Location", matchesPattern(".*\\?created=[a-z2-7]{26}"));
    send("", "ä".repeat(36), "").statusCode(303);
    creator.request().get("/api/videos/{id}/shares", id).then().body("$", hasSize(2));
    var page = creator.request().get("/videos/{id}/shares", id).asString();
    assertThat(page)
        .contains("aria-label=\"Copy link: Friends, created ")
        .contains("aria-label=\"Copy link: the share link, created ");
  }

  @Test
  void keepsTheInputAndMarksTheFieldThatIsWrong() {
    for (var uses : new String[] {"many", "0", "10001", "99999999999"}) {
      send("Friends", "", uses)
          .statusCode(400)
          .body(containsString("The number of viewers must be from 1 to 10,000."))
          .body(not(containsString("maxUses")))
          .body(containsString("value=\"Friends\""))
          .body(matchesPattern("(?s).*id=\"uses\"[^>]*value=\"" + uses + "\"[^>]*autofocus.*"));
    }
    for (var password : new String[] {"zq7", "ä".repeat(513)}) {
      send("Friends", password, "3")
          .statusCode(400)
          .body(containsString("The password must have at least 8 characters"))
          .body(containsString("value=\"Friends\""))
          .body(matchesPattern("(?s).*id=\"password\"[^>]*aria-invalid[^>]*autofocus.*"))
          .body(not(containsString(password)));
    }
  }

  @Test
  void keepsTheInputIfTheServerIsBusy() {
    QuarkusMock.installMockForType(
        new ShareRules(config, managers, links, passwords, caller) {
          @Override
          ShareTerms validate(String videoId, ShareRequest request) {
            throw new ProblemException(
                ErrorCode.OVERLOADED,
                "Too many passwords are being checked.",
                Duration.ofSeconds(5));
          }
        },
        ShareRules.class);

    send("Friends", PASSWORD, "3")
        .statusCode(503)
        .header("Retry-After", endsWith("5"))
        .body(containsString("Too many passwords are being checked."))
        .body(containsString("value=\"Friends\""))
        .body(not(containsString(PASSWORD)));
  }

  private ValidatableResponse send(String label, String password, String uses) {
    return creator
        .request()
        .redirects()
        .follow(false)
        .contentType("application/x-www-form-urlencoded; charset=UTF-8")
        .formParams(Map.of("label", label, "password", password, "uses", uses))
        .post("/videos/{id}/shares", id)
        .then();
  }
}
