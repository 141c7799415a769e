package dev.slipway.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.DisabledDemoAccounts;
import dev.slipway.account.Role;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.WorkerProfile;
import dev.slipway.uploads.UploadLifecycle.UploadExpired;
import dev.slipway.webhooks.Webhook;
import dev.slipway.webhooks.WebhookEvent;
import dev.slipway.webhooks.WebhookSecrets;
import dev.slipway.webhooks.WebhookStatus;
import dev.slipway.webhooks.sending.Outcome;
import dev.slipway.webhooks.sending.SendResult;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queue without the dispatcher. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(WorkerProfile.class)
class DeliveryQueueTest {
  private static final String OWNER = "hooks-creator";
  private static final String ADMIN = "hooks-admin";
  private static final String DEMO_ADMIN = "hooks-demo-admin";

  @Inject DeliveryQueue queue;
  @Inject Deliveries deliveries;
  @Inject DeliverySweep sweep;
  @Inject DeliveryRetention retention;
  @Inject DeliveryBacklog backlog;
  @Inject WebhookSecrets secrets;
  @Inject SecureRandom random;
  @Inject Event<UploadExpired> expired;
  @Inject DisabledDemoAccounts disabledDemoAccounts;

  @BeforeEach
  void createAccounts() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              new Account(OWNER, "no hash", Role.CREATOR, false, now()).insertIfAbsent();
              new Account(ADMIN, "no hash", Role.ADMIN, false, now()).insertIfAbsent();
              new Account(DEMO_ADMIN, "no hash", Role.ADMIN, true, now()).insertIfAbsent();
              setRole(OWNER, Role.CREATOR);
              setRole(ADMIN, Role.ADMIN);
            });
  }

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

    assertThat(claims).hasSize(WorkerProfile.REQUESTS_PER_WEBHOOK);
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

    endClaim(lost.deliveryId());
    assertThat(queue.findDueWebhooks(1)).containsExactly(webhook);
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

  /** Several receivers together can be slow enough to use all requests up. */
  @Test
  void servesTheWebhookWithTheFewestRunningAttemptsFirst() {
    var slow = List.of(create(), create(), create());
    for (var i = 0; i < slow.size(); i++) {
      add(slow.get(i), 10, now().minusSeconds(3600));
      assertThat(queue.claim(slow.get(i), i + 1)).hasSize(i + 1);
    }
    var other = create();
    add(other, 1, now());

    assertThat(queue.findDueWebhooks(10))
        .containsExactly(other, slow.get(0), slow.get(1), slow.get(2));
    assertThat(queue.findDueWebhooks(1)).containsExactly(other);
  }

  /** Otherwise anyone with a slow receiver could make the operator's alert fire. */
  @Test
  void countsNoWebhookAsOverdueWhoseReceiverIsBusy() {
    var webhook = create();
    add(webhook, 10, now().minusSeconds(3600));
    assertThat(backlog.longestOverdue()).isGreaterThanOrEqualTo(Duration.ofHours(1));

    assertThat(queue.claim(webhook, 10)).hasSize(WorkerProfile.REQUESTS_PER_WEBHOOK);

    assertThat(backlog.longestOverdue()).isZero();
  }

  @Test
  void recordsNothingForDemoAccountsThatAreDisabled() {
    var webhook = create(DEMO_ADMIN, true);
    var own = create();
    disableDemoAccounts();

    QuarkusTransaction.requiringNew().run(() -> expired.fire(expiredUpload(OWNER)));

    assertThat(pendingIds(webhook)).isEmpty();
    assertThat(pendingIds(own)).hasSize(1);
  }

  /** Recorded while demo accounts were enabled. */
  @Test
  void sendsNothingToDemoAccountsThatAreDisabled() {
    var webhook = create(DEMO_ADMIN, true);
    add(webhook, 2, now());
    disableDemoAccounts();

    assertThat(queue.claim(webhook, 1)).isEmpty();
    assertThat(pendingIds(webhook)).isEmpty();
  }

  @Test
  void sendsEventsOfOthersOnlyWhileTheOwnerIsAnAdministrator() {
    var webhook = create(ADMIN, true);
    QuarkusTransaction.requiringNew().run(() -> expired.fire(expiredUpload(OWNER)));
    assertThat(pendingIds(webhook)).hasSize(1);

    QuarkusTransaction.requiringNew().run(() -> setRole(ADMIN, Role.CREATOR));

    assertThat(queue.claim(webhook, 1)).isEmpty();
    assertThat(pendingIds(webhook)).isEmpty();
    QuarkusTransaction.requiringNew().run(() -> expired.fire(expiredUpload(OWNER)));
    assertThat(pendingIds(webhook)).isEmpty();
  }

  @Test
  void sendsNothingWhileTheOwnerMayNotUpload() {
    var webhook = create();
    add(webhook, 1, now());

    QuarkusTransaction.requiringNew().run(() -> setRole(OWNER, Role.VIEWER));

    assertThat(queue.claim(webhook, 1)).isEmpty();
    assertThat(pendingIds(webhook)).isEmpty();
    QuarkusTransaction.requiringNew().run(() -> expired.fire(expiredUpload(OWNER)));
    assertThat(pendingIds(webhook)).isEmpty();

    QuarkusTransaction.requiringNew().run(() -> setRole(OWNER, Role.CREATOR));
    QuarkusTransaction.requiringNew().run(() -> expired.fire(expiredUpload(OWNER)));
    assertThat(pendingIds(webhook)).hasSize(1);
  }

  /** An attempt at the old address ends after the URL was changed. */
  @Test
  void appliesNoResultOfAnotherUrl() {
    var webhook = create();
    failSince(webhook, now().minus(Duration.ofDays(6)));
    var ids = add(webhook, 1, now());
    var claim = queue.claim(webhook, 1).get(0);
    change(
        webhook,
        found -> found.describe("https://other.invalid/", null, List.of(WebhookEvent.VIDEO_READY)));

    assertThat(queue.finish(claim, result(Outcome.GONE))).contains(DeliveryStatus.PENDING);

    assertThat(find(webhook).status()).isEqualTo(WebhookStatus.ACTIVE);
    assertThat(find(webhook).hasFailedFor(Duration.ZERO, now())).as("starts again").isFalse();
    var next = queue.claim(webhook, 1);
    assertThat(next).extracting(Claim::deliveryId).containsExactlyElementsOf(ids);
    assertThat(next).extracting(Claim::url).containsExactly("https://other.invalid/");
  }

  /** Otherwise its result would be lost, and the event sent twice. */
  @Test
  void aReplayLeavesARunningAttemptAlone() {
    var webhook = create();
    add(webhook, 1, now());
    var claim = queue.claim(webhook, 1).get(0);

    QuarkusTransaction.requiringNew()
        .call(() -> deliveries.replay(webhook, claim.deliveryId()).orElseThrow());

    assertThat(queue.claim(webhook, 1)).isEmpty();
    assertThat(queue.finish(claim, result(Outcome.DELIVERED))).contains(DeliveryStatus.DELIVERED);
  }

  @Test
  void replaysNoMoreThanMayWait() {
    var webhook = create();
    var ids = add(webhook, 120, now());
    QuarkusTransaction.requiringNew().run(() -> deliveries.giveUpPending(webhook, "Disabled."));
    add(webhook, 10, now().plusSeconds(60));

    var first = QuarkusTransaction.requiringNew().call(() -> deliveries.replayDead(webhook, null));
    var second = QuarkusTransaction.requiringNew().call(() -> deliveries.replayDead(webhook, null));

    assertThat(first)
        .isEqualTo(new Deliveries.Replayed(WorkerProfile.MAX_PENDING_DELIVERIES - 10, 30));
    assertThat(second).isEqualTo(new Deliveries.Replayed(0, 30));
    assertThat(pendingIds(webhook))
        .hasSize(WorkerProfile.MAX_PENDING_DELIVERIES)
        .containsAll(ids.subList(0, 90))
        .doesNotContainAnyElementsOf(ids.subList(90, 120));
    sweep.giveUpExcess();
    assertThat(pendingIds(webhook)).hasSize(WorkerProfile.MAX_PENDING_DELIVERIES);
  }

  @Test
  void removesTheOldestFinishedDeliveriesIfThereAreTooMany() {
    var webhook = create();
    var waiting = add(webhook, 2, now());
    QuarkusTransaction.requiringNew().run(() -> deliveries.giveUpPending(webhook, "Disabled."));
    QuarkusTransaction.requiringNew()
        .call(() -> deliveries.replay(webhook, waiting.get(0)).orElseThrow());
    var ids = add(webhook, 6, now());

    sweep.removeOld();

    var left =
        QuarkusTransaction.requiringNew().call(() -> deliveries.list(webhook, null, null, 100));
    assertThat(left)
        .extracting(WebhookDelivery::id)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of(waiting.get(0)), ids.stream()).toList());
  }

  /** For example by a second press of the button. */
  @Test
  void keepsTheDeployedSecretIfItIsReplacedTwice() {
    var webhook = create();
    var deployed = keys(webhook).get(0);

    rotate(webhook);
    rotate(webhook);

    assertThat(keys(webhook)).hasSize(3).last().isEqualTo(deployed);
    rotate(webhook);
    rotate(webhook);
    assertThat(keys(webhook)).hasSize(4).doesNotContain(deployed);
  }

  @Test
  void erasesSecretsWithWhichNothingIsSignedAnyMore() {
    var webhook = create();
    rotate(webhook);
    QuarkusTransaction.requiringNew()
        .run(() -> Webhook.update("previousSecretValidUntil = ?1 where id = ?2", now(), webhook));

    sweep.removeOld();

    assertThat(
            QuarkusTransaction.requiringNew()
                .call(
                    () ->
                        Webhook.getEntityManager()
                            .createNativeQuery(
                                "select cardinality(sealed_previous_secrets) from webhook"
                                    + " where id = :id",
                                Integer.class)
                            .setParameter("id", webhook)
                            .getSingleResult()))
        .isEqualTo(0);
    assertThat(keys(webhook)).hasSize(1);
    rotate(webhook);
    assertThat(keys(webhook)).hasSize(2);
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

  private void disableDemoAccounts() {
    QuarkusMock.installMockForType(disabledDemoAccounts.accounts(), Accounts.class);
  }

  private void rotate(String webhook) {
    change(webhook, secrets::rotate);
  }

  private List<byte[]> keys(String webhook) {
    return secrets.keysOf(find(webhook));
  }

  private static void setRole(String account, Role role) {
    Account.update("role = ?1 where name = ?2", role, account);
  }

  private static UploadExpired expiredUpload(String owner) {
    return new UploadExpired("b".repeat(26), owner, "Clip", "clip.mp4", "video/mp4", 10, now());
  }

  private String create() {
    return create(OWNER, false);
  }

  private String create(String owner, boolean allOwners) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var webhook = new Webhook(RandomId.random(random), owner, allOwners, now());
              webhook.describe(
                  "https://receiver.invalid/",
                  null,
                  List.of(WebhookEvent.VIDEO_READY, WebhookEvent.UPLOAD_EXPIRED));
              secrets.assign(webhook);
              webhook.persist();
              return webhook.id();
            });
  }

  /** The deliveries are due one after another; the last one at this time. */
  private List<Long> add(String webhook, int count, Instant at) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var ids = new ArrayList<Long>();
              for (var i = 0; i < count; i++) {
                var event = RandomId.random(random).value();
                var delivery =
                    new WebhookDelivery(
                        webhook, event, "video.ready", "{}", at.minusMillis(count - 1 - i));
                delivery.persist();
                ids.add(delivery.id());
              }
              return ids;
            });
  }

  private void fail(Claim claim) {
    assertThat(queue.finish(claim, result(Outcome.SERVER_ERROR))).isPresent();
  }

  private void endClaim(long delivery) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                WebhookDelivery.update(
                    "claimedUntil = ?1, nextAttemptAt = ?1 where id = ?2",
                    now().minusSeconds(1),
                    delivery));
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
