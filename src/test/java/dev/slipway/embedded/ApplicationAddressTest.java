package dev.slipway.embedded;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ApplicationAddressTest {
  @TestHTTPResource("/notifications/s3")
  URI webhook;

  @ConfigProperty(name = "slipway.store.endpoint")
  URI store;

  @Test
  void knowsTheWebhookOfTheRunningApplication() {
    Eventually.holds("the webhook is known", () -> ApplicationAddress.webhook().isPresent());

    assertThat(ApplicationAddress.webhook().orElseThrow().getPort()).isEqualTo(webhook.getPort());
  }

  @Test
  void sendsToTheAddressOnWhichTheApplicationListens() {
    assertThat(ApplicationAddress.reachable("0.0.0.0")).isEqualTo("127.0.0.1");
    assertThat(ApplicationAddress.reachable("::")).isEqualTo("127.0.0.1");
    assertThat(ApplicationAddress.reachable("localhost")).isEqualTo("localhost");
    assertThat(ApplicationAddress.reachable("192.0.2.20")).isEqualTo("192.0.2.20");
    assertThat(ApplicationAddress.reachable("::1")).isEqualTo("[::1]");
  }

  @Test
  void startsTheStoreBeforeTheApplication() {
    assertThat(given().get(store).statusCode()).isEqualTo(403);
  }
}
