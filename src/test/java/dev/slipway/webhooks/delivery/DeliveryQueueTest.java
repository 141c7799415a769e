package dev.slipway.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.Eventually;
import dev.slipway.webhooks.Webhook;
import dev.slipway.webhooks.WebhookEvent;
import dev.slipway.webhooks.WebhookSecrets;
import dev.slipway.webhooks.WebhookStatus;
import dev.slipway.webhooks.sending.Outcome;
import dev.slipway.webhooks.sending.SendResult;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue without the dispatcher. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(WithoutSending.class)
class DeliveryQueueTest {
  @Inject DeliveryQueue queue;
  @Inject Deliveries deliveries;
  @Inject DeliverySweep sweep;
  @Inject DeliveryRetention retention;
  @Inject DeliveryBacklog backlog;
  @Inject WebhookSecrets secrets;
  @Inject SecureRandom random;

  @AfterEach
  void deleteAll() {
    QuarkusTransaction.requiringNew().run(() -> Webhook.deleteAll());
  }

  @Test
  void claimsOldestFirstAndOnlyOnce() {
    var webhook = create();
    var ids = add(webhook, 3, now().minusSeconds(60));

    assertThat(queue.claim(webhook, 2))
        .extracting(Claim::deliveryId)
        .containsExactlyElementsOf(ids.subList(0, 2));
    assertThat(queue.claim(webhook, 2)).extracting(Claim::deliveryId).containsExactly(ids.get(2));
    assertThat(queue.claim(webhook, 2)).isEmpty();
  }

  @Test
  void claimsNoMoreThanTheReceiverGetsAtATime() {
    var webhook = create();
    add(webhook, 10, now());

    var claims = queue.claim(webhook, 10);

    assertThat(claims).hasSize(WithoutSending.PER_WEBHOOK);
    assertThat(queue.findDueWebhooks(10)).isEmpty();
    queue.finish(claims.get(0), result(Outcome.DELIVERED));
    assertThat(queue.findDueWebhooks(10)).containsExactly(webhook);
    assertThat(queue.claim(webhook, 10)).hasSize(1);
  }

  /** Two replicas ask at the same time. */
  @Test
  void neverClaimsADeliveryTwice() throws Exception {
    var webhook = create();
    add(webhook, 40, now());
    var threads = Executors.newFixedThreadPool(4);
    try {
      Callable<List<Claim>> work =
          () -> {
            var all = new ArrayList<Claim>();
            while (backlog.countPending() > 0) {
              var claims = queue.claim(webhook, 2);
              claims.forEach(claim -> queue.finish(claim, result(Outcome.DELIVERED)));
              all.addAll(claims);
            }
            return all;
          };
      var claimed = new ArrayList<Claim>();
      for (var future : threads.invokeAll(List.of(work, work, work, work))) {
        claimed.addAll(future.get());
      }
      assertThat(claimed).extracting(Claim::deliveryId).hasSize(40).doesNotHaveDuplicates();
    } finally {
      threads.shutdownNow();
    }
  }

  /** A process is killed after it has sent a delivery and before it has recorded that. */
  @Test
  void claimsAgainWhenAClaimEndsWithoutAResult() {
    var webhook = create();
    add(webhook, 1, now());
    var lost = queue.claim(webhook, 1).get(0);
    assertThat(queue.claim(webhook, 1)).isEmpty();

    Eventually.holds("the claim ends", () -> !queue.findDueWebhooks(1).isEmpty());
    var second = queue.claim(webhook, 1).get(0);

    assertThat(second.deliveryId()).isEqualTo(lost.deliveryId());
    assertThat(second.message().id()).isEqualTo(lost.message().id());
    assertThat(queue.finish(lost, result(Outcome.SERVER_ERROR))).isEmpty();
    assertThat(queue.finish(second, result(Outcome.DELIVERED))).contains(DeliveryStatus.DELIVERED);
  }

  @Test
  void servesTheWebhookThatWaitsLongestFirst() {
    var later = create();
    var earlier = create();
    add(later, 2, now().minusSeconds(10));
    add(earlier, 1, now().minusSeconds(20));
    add(create(), 1, now().plusSeconds(60));

    assertThat(queue.findDueWebhooks(10)).containsExactly(earlier, later);
    assertThat(queue.findDueWebhooks(1)).containsExactly(earlier);
    assertThat(backlog.longestOverdue()).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    assertThat(backlog.countPending()).isEqualTo(4);
  }

  @Test
  void disablesAWebhookThatHasFailedForDays() {
    var webhook = create();
    failSince(webhook, now().minus(Duration.ofDays(6)));
    add(webhook, 2, now());

    fail(queue.claim(webhook, 1).get(0));
    assertThat(find(webhook).status()).as("a retry is left").isEqualTo(WebhookStatus.ACTIVE);
    makeDue(webhook);
    fail(queue.claim(webhook, 1).get(0));

    assertThat(find(webhook).status()).isEqualTo(WebhookStatus.DISABLED);
    assertThat(find(webhook).disabledReason()).isEqualTo("All attempts failed for 5 days.");
    assertThat(backlog.countPending()).isZero();
  }

  @Test
  void keepsAWebhookThatSometimesSucceeds() {
    var webhook = create();
    failSince(webhook, now().minus(Duration.ofDays(6)));
    add(webhook, 2, now());
    queue.finish(queue.claim(webhook, 1).get(0), result(Outcome.DELIVERED));

    fail(queue.claim(webhook, 1).get(0));
    makeDue(webhook);
    fail(queue.claim(webhook, 1).get(0));

    assertThat(find(webhook).status()).isEqualTo(WebhookStatus.ACTIVE);
  }

  /** An event was recorded while another request disabled the webhook. */
  @Test
  void sendsNoEventToADisabledWebhook() {
    var webhook = create();
    change(webhook, found -> found.disable("Disabled by creator."));
    add(webhook, 1, now());

    assertThat(queue.claim(webhook, 1)).isEmpty();
    assertThat(backlog.countPending()).isZero();
  }

  @Test
  void givesUpTheOldestIfTooManyWait() {
    var webhook = create();
    var ids = add(webhook, 5, now().plusSeconds(60));

    assertThat(retention.findOverfull(3)).containsExactly(webhook);
    retention.giveUpOldest(webhook, 3);

    assertThat(pendingIds(webhook)).containsExactlyElementsOf(ids.subList(2, 5));
    assertThat(retention.findOverfull(3)).isEmpty();
  }

  @Test
  void removesOldDeliveriesAndDeletedWebhooks() {
    var old = create();
    var deleted = create();
    add(old, 1, now().minus(Duration.ofDays(31)));
    var recent = add(old, 1, now().minus(Duration.ofDays(29)));
    add(deleted, 3, now());
    change(deleted, Webhook::markDeleted);

    sweep.removeOld();
    sweep.giveUpExcess();

    assertThat(pendingIds(old)).containsExactlyElementsOf(recent);
    assertThat(pendingIds(deleted)).isEmpty();
    assertThat(QuarkusTransaction.requiringNew().call(() -> Webhook.findByIdOptional(deleted)))
        .isEmpty();
  }

  private String create() {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var webhook = new Webhook(RandomId.random(random), "creator", false, now());
              webhook.describe(
                  "https://receiver.invalid/", null, List.of(WebhookEvent.VIDEO_READY));
              secrets.assign(webhook);
              webhook.persist();
              return webhook.id();
            });
  }

  private List<Long> add(String webhook, int count, Instant at) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var ids = new ArrayList<Long>();
              for (var i = 0; i < count; i++) {
                var event = RandomId.random(random).value();
                var delivery =
                    new WebhookDelivery(webhook, event, "video.ready", "{}", at.plusMillis(i));
                delivery.persist();
                ids.add(delivery.id());
              }
              return ids;
            });
  }

  private void fail(Claim claim) {
    assertThat(queue.finish(claim, result(Outcome.SERVER_ERROR))).isPresent();
  }

  private void makeDue(String webhook) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                WebhookDelivery.update(
                    "nextAttemptAt = ?1 where webhookId = ?2 and attempts > 0 and status = PENDING",
                    now().minusSeconds(60),
                    webhook));
  }

  private void failSince(String webhook, Instant since) {
    change(webhook, found -> found.recordFailure(since));
  }

  private static void change(String webhook, Consumer<Webhook> change) {
    QuarkusTransaction.requiringNew()
        .run(() -> change.accept(Webhook.findAndLock(webhook).orElseThrow()));
  }

  private static Webhook find(String webhook) {
    return QuarkusTransaction.requiringNew()
        .call(() -> Webhook.findExisting(webhook).orElseThrow());
  }

  private static List<Long> pendingIds(String webhook) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                WebhookDelivery.<WebhookDelivery>list(
                        "webhookId = ?1 and status = PENDING order by id", webhook)
                    .stream()
                    .map(WebhookDelivery::id)
                    .toList());
  }

  private static SendResult result(Outcome outcome) {
    return new SendResult(outcome, 200, null, now(), Duration.ofMillis(1));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
