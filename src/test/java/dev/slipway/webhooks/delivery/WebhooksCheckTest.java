package dev.slipway.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Account;
import dev.slipway.account.Role;
import dev.slipway.doctor.CheckResult;
import dev.slipway.doctor.CheckStatus;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.WorkerProfile;
import dev.slipway.webhooks.Webhook;
import dev.slipway.webhooks.WebhookEvent;
import dev.slipway.webhooks.WebhookSecrets;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(WorkerProfile.class)
class WebhooksCheckTest {
  private static final String OWNER = "checked-creator";

  @Inject WebhooksCheck check;
  @Inject Deliveries deliveries;
  @Inject WebhookSecrets secrets;
  @Inject SecureRandom random;

  @BeforeEach
  @AfterEach
  void deleteAll() {
    QuarkusTransaction.requiringNew().run(() -> Webhook.deleteAll());
  }

  @Test
  void countsWhatWaits() {
    assertThat(run().message()).isEqualTo("There are no webhooks.");
    var webhook = create();
    assertFine("No event of the last 24 hours has a dead request. No request waits.");

    add(webhook, "video.ready", ago(Duration.ofMinutes(5)));
    add(webhook, "video.ready", ago(Duration.ofSeconds(30)));

    assertFine(
        "No event of the last 24 hours has a dead request. 2 requests wait, the oldest for 5 minutes.");
  }

  @Test
  void findsThatNothingIsSent() {
    add(create(), "video.ready", ago(Duration.ofHours(3)));

    var result = run();

    assertThat(result.status()).isEqualTo(CheckStatus.BROKEN);
    assertThat(result.message())
        .startsWith("A webhook request has been due for 3 hours. 1 request waits, for 3 hours.")
        .contains("WebhooksOverdue");
  }

  @Test
  void countsDeadRequestsOfTheLastDayWithoutTests() {
    var webhook = create();
    add(webhook, "video.ready", ago(Duration.ofDays(2)));
    add(webhook, WebhookEvent.TEST.type(), ago(Duration.ofHours(1)));
    giveUp(webhook);
    assertFine("No event of the last 24 hours has a dead request. No request waits.");

    add(webhook, "video.ready", ago(Duration.ofHours(1)));
    add(webhook, "video.ready", ago(Duration.ofHours(2)));
    giveUp(webhook);
    create();

    var result = run();
    assertThat(result.status()).isEqualTo(CheckStatus.WEAK);
    assertThat(result.message())
        .startsWith("2 requests of 1 webhook became dead for events of the last 24 hours.");
  }

  private CheckResult run() {
    return check.run("http://localhost");
  }

  private void assertFine(String message) {
    assertThat(run()).isEqualTo(CheckResult.fine(message));
  }

  private void giveUp(String webhook) {
    QuarkusTransaction.requiringNew()
        .run(() -> deliveries.giveUpPending(webhook, "The receiver is gone."));
  }

  private String create() {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              new Account(OWNER, "no hash", Role.CREATOR, false, Instant.now()).insertIfAbsent();
              var webhook =
                  new Webhook(RandomId.random(random), OWNER, false, ago(Duration.ofDays(3)));
              webhook.describe(
                  "https://receiver.invalid/", null, List.of(WebhookEvent.VIDEO_READY));
              secrets.assign(webhook);
              webhook.persist();
              return webhook.id();
            });
  }

  private void add(String webhook, String type, Instant at) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                new WebhookDelivery(webhook, RandomId.random(random).value(), type, "{}", at)
                    .persist());
  }

  private static Instant ago(Duration duration) {
    return Instant.now().minus(duration);
  }
}
