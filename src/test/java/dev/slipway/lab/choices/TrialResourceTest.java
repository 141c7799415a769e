package dev.slipway.lab.choices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the trials on the embedded store. {@code docs/lab.md} has the results on MinIO too. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class TrialResourceTest {
  private static final Pattern KEY = Pattern.compile("videos/\\.slipway/[a-z2-7]{26}");

  @Inject ObjectStore store;

  private final ApiClient creator = ApiClient.as("creator2");

  @Test
  void storeChecksEachConditionOfAPostPolicy() {
    var result = run("post-policy");

    assertThat(result.getBoolean("supported")).isTrue();
    assertThat(result.getBoolean("asExpected")).as(result.prettify()).isTrue();
    assertThat(result.getList("steps.observed"))
        .containsExactly("allowed", "allowed", "refused", "refused", "refused");
    assertThat(result.getList("steps.answer.code"))
        .startsWith("", "", "EntityTooLarge", "AccessDenied");
    assertThat(result.getInt("steps[4].answer.status")).isEqualTo(403);
    assertThat(result.getString("policy")).contains("[\"content-length-range\",1,16]");
    assertThat(result.getList("facts", String.class)).anyMatch(fact -> fact.contains("replaced"));
  }

  @Test
  void saysWhatAStoreWithoutTokenServiceAnswers() {
    var result = run("temporary-credentials");

    assertThat(result.getBoolean("supported")).isFalse();
    assertThat(result.getList("steps")).hasSize(1);
    var answer =
        result.getString("steps[0].answer.status") + " " + result.getString("steps[0].answer.code");
    assertThat(result.getString("facts[0]")).startsWith("This store answered " + answer.strip());
    assertThat(result.getString("facts[1]")).contains("MinIO", "ARN of a role");
    assertThat(result.getString("steps[0].request.body")).startsWith("Action=AssumeRole&");
  }

  @Test
  void pageSaysBeforeTheTrialThatThisStoreHasNoTokenService() {
    creator
        .request()
        .get("/lab/choices")
        .then()
        .body(containsString("The embedded store of this installation has no STS"))
        .body(containsString("<dt>PUT outside the prefix</dt><dd>403 AccessDenied</dd>"));
  }

  @Test
  void showsNoSignatureThatCouldBeUsed() {
    var form = run("post-policy").getString("steps[0].request.body");
    assertThat(form).contains("name=\"x-amz-signature\"\n\n" + "*".repeat(64) + "\n");

    var headers = run("temporary-credentials").<String, String>getMap("steps[0].request.headers");
    assertThat(headers.get("Authorization")).endsWith("Signature=[masked]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"post-policy", "temporary-credentials"})
  void neverShowsTheSecretKey(String name) {
    var secret = ConfigProvider.getConfig().getValue("slipway.store.secret-key", String.class);

    assertThat(run(name).prettify()).doesNotContain(secret);
  }

  @Test
  void removesEachObject() {
    var keys = KEY.matcher(run("post-policy").prettify()).results().map(m -> m.group()).distinct();

    assertThat(keys.toList()).hasSize(2).allMatch(key -> store.head(new ObjectKey(key)).isEmpty());
  }

  @Test
  void reportsAnUnknownName() {
    for (var name : List.of("sftp", "POST_POLICY", "post-policy%20")) {
      creator
          .request()
          .urlEncodingEnabled(false)
          .post("/api/lab/choices/" + name)
          .then()
          .statusCode(404)
          .body("code", equalTo("not-found"));
    }
  }

  @Test
  void letsViewersReadButNotTry() {
    var viewer = ApiClient.as("viewer");
    viewer.request().get("/lab/choices").then().statusCode(200);
    viewer
        .request()
        .post("/api/lab/choices/post-policy")
        .then()
        .statusCode(403)
        .body("detail", startsWith("Ask an administrator"));
  }

  private JsonPath run(String name) {
    return creator
        .request()
        .post("/api/lab/choices/{name}", name)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
