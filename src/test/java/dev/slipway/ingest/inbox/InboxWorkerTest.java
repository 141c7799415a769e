package dev.slipway.ingest.inbox;

import static dev.slipway.ingest.inbox.StoredNotifications.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.Transport;
import dev.slipway.ingest.inbox.InboxStatements.Received;
import dev.slipway.ingest.inbox.Notification.Claim;
import dev.slipway.testing.Eventually;
import dev.slipway.web.BackgroundConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Beside the worker of the running application, which finds what another one leaves. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class InboxWorkerTest {
  private static final String TRANSPORT = "worker-test";

  /** Readable, and names no video, so it is applied without a request to the store. */
  private static final Received RECEIVED =
      new Received("{\"Records\":[]}".getBytes(StandardCharsets.UTF_8), TRANSPORT);

  /** Of which the worker processes some before it stops. */
  private static final int MORE_THAN_AT_ONCE = 500;

  private static final Received LARGE = new Received(new byte[16 * 1024 + 1], TRANSPORT);

  @Inject NotificationReceiver receiver;
  @Inject NotificationQueue queue;
  @Inject NotificationProcessor processor;
  @Inject InboxStatements statements;
  @Inject NotificationsConfig config;
  @Inject BackgroundConfig background;
  @Inject Clock clock;

  private InboxWorker worker;

  @BeforeEach
  void createWorker() {
    worker = new InboxWorker(queue, processor, statements, clock, config, background);
  }

  @AfterEach
  void deleteNotifications() {
    QuarkusTransaction.requiringNew().run(() -> Notification.delete("transport", TRANSPORT));
  }

  @Test
  void processesAClaimWithoutAnotherOne() throws Exception {
    var claim = claims(1).get(0);

    worker.submit(claim);
    worker.stop(new ShutdownEvent());

    assertThat(get(claim.id()).state).isNotEqualTo(NotificationState.RECEIVED);
    assertThat(get(claim.id()).tries).isEqualTo(1);
  }

  /** Otherwise the lease may end, and another worker begin, in the middle of the attempt. */
  @Test
  void leavesAClaimThatHasWaitedForHalfOfItsLease() throws Exception {
    var claim = claims(1).get(0);
    var late =
        new Claim(
            claim.id(), claim.body(), 1, 0, 0, clock.instant().plus(config.lease().dividedBy(2)));

    worker.submit(late);
    worker.stop(new ShutdownEvent());

    assertThat(get(claim.id()).state).isEqualTo(NotificationState.RECEIVED);
  }

  /** Long before their leases end, the application's own worker processes them. */
  @Test
  void releasesQueuedClaimsWhenItStops() {
    var claims = claims(MORE_THAN_AT_ONCE);

    claims.forEach(worker::submit);
    stop();

    assertThat(claims).anyMatch(InboxWorkerTest::isWaiting);
    Eventually.holds(
        "the application's worker processes them",
        config.lease().dividedBy(3),
        () -> claims.stream().noneMatch(InboxWorkerTest::isWaiting));
    assertThat(claims).allSatisfy(claim -> assertThat(get(claim.id()).tries).isEqualTo(1));
  }

  @Test
  void releasesAClaimThatItCannotAccept() {
    stop();
    var claim = claims(1).get(0);

    worker.submit(claim);

    Eventually.holds(
        "the application's worker processes it",
        config.lease().dividedBy(3),
        () -> !isWaiting(claim));
  }

  @Test
  void keepsOnlySmallBodiesInMemory() {
    assertThat(worker.canProcessSoon(List.of(RECEIVED))).isTrue();
    assertThat(worker.canProcessSoon(List.of(RECEIVED, LARGE))).isFalse();
  }

  @Test
  void promisesNothingWithoutRoom() {
    assertThat(worker.canProcessSoon(Collections.nCopies(1_000, RECEIVED))).isTrue();
    assertThat(worker.canProcessSoon(Collections.nCopies(1_001, RECEIVED))).isFalse();

    stop();

    assertThat(worker.canProcessSoon(List.of(RECEIVED))).isFalse();
  }

  /** The store must not be told that a notification is stored before that is certain. */
  @Test
  void storesInATransactionOfItsOwn() {
    var body = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          receiver.receive(body, Transport.WEBHOOK);
                          throw new IllegalStateException("rolled back");
                        }))
        .hasMessage("rolled back");

    assertThat(StoredNotifications.findNewest(body)).isPresent();
    QuarkusTransaction.requiringNew().run(() -> Notification.delete("body", (Object) body));
  }

  /** A large one is claimed when its turn comes. */
  @Test
  void processesALargeBody() {
    var text = UUID.randomUUID() + " ".repeat(20_000);
    var body = text.getBytes(StandardCharsets.UTF_8);

    receiver.receive(body, Transport.WEBHOOK);

    Eventually.holds(
        "it is processed",
        Duration.ofSeconds(10),
        () -> StoredNotifications.count(text, NotificationState.DEAD) == 1);
    QuarkusTransaction.requiringNew().run(() -> Notification.delete("body", (Object) body));
  }

  private List<Claim> claims(int count) {
    return statements.writeClaimed(Collections.nCopies(count, RECEIVED));
  }

  private static boolean isWaiting(Claim claim) {
    return get(claim.id()).state == NotificationState.RECEIVED;
  }

  private void stop() {
    try {
      worker.stop(new ShutdownEvent());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
