package dev.slipway.ingest.inbox;

import static dev.slipway.ingest.inbox.StoredNotifications.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.Transport;
import dev.slipway.ingest.inbox.InboxStatements.Received;
import dev.slipway.ingest.inbox.Notification.Claim;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreConfigs;
import dev.slipway.storage.client.DenyingStore;
import dev.slipway.testing.Eventually;
import dev.slipway.web.BackgroundConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
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

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int SENDERS = 20;

  private static final Received LARGE = new Received(new byte[16 * 1024 + 1], TRANSPORT);

  @Inject NotificationReceiver receiver;
  @Inject NotificationQueue queue;
  @Inject NotificationProcessor processor;
  @Inject InboxStatements statements;
  @Inject ClaimLease lease;
  @Inject BurstPacing pacing;
  @Inject InboxMetrics metrics;
  @Inject NotificationsConfig config;
  @Inject BackgroundConfig background;
  @Inject Clock clock;
  @Inject DataSource database;
  @Inject ObjectStore store;
  @Inject StoreConfig storeConfig;

  private InboxWorker worker;

  @BeforeEach
  void createWorker() {
    worker =
        new InboxWorker(queue, processor, statements, clock, lease, pacing, config, background);
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

  /** Otherwise its lease may end, and another worker begin, in the middle of the attempt. */
  @Test
  void releasesAClaimThatHasWaitedTooLong() {
    var claim = claims(1).get(0);
    var later = Clock.offset(clock, lease.duration().dividedBy(3));
    var late =
        new InboxWorker(queue, processor, statements, later, lease, pacing, config, background);

    late.submit(claim);
    stop(late);

    assertProcessedBeforeTheLeaseEnds(List.of(claim));
  }

  /** The lock stops all workers at the first query of the catalogue. */
  @Test
  void releasesQueuedClaimsWhenItStops() throws Exception {
    var claims = statements.writeClaimed(Collections.nCopies(config.workers() + 6, aboutAVideo()));
    CompletableFuture<Void> stop;
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table video in access exclusive mode");
      claims.forEach(worker::submit);
      stop = CompletableFuture.runAsync(this::stop);
      Eventually.holds("it stops", TIMEOUT, () -> !worker.hasRoomFor(List.of(RECEIVED)));
      assertThat(claims).allMatch(InboxWorkerTest::isWaiting);
      connection.rollback();
    }
    stop.join();

    assertProcessedBeforeTheLeaseEnds(claims);
  }

  @Test
  void releasesAClaimThatItCannotAccept() {
    stop();
    var claim = claims(1).get(0);

    worker.submit(claim);
    worker.submitDue();

    assertProcessedBeforeTheLeaseEnds(List.of(claim));
  }

  /** Such as one whose result could not be stored. */
  @Test
  void releasesTheClaimOfAnAttemptThatFailed() {
    var claim = claims(1).get(0);
    var failing =
        new InboxWorker(queue, null, statements, clock, lease, pacing, config, background);

    failing.submit(claim);
    stop(failing);

    assertProcessedBeforeTheLeaseEnds(List.of(claim));
  }

  /** Such as one in an archive. Its notification must not be repeated for ever. */
  @Test
  void countsADenialOfOneObjectAsAFailure() {
    var claim = statements.writeClaimed(List.of(aboutAVideo())).get(0);
    QuarkusMock.installMockForType(
        DenyingStore.of(storeConfig, key -> !key.equals(ObjectStore.UNUSED_KEY)),
        ObjectStore.class);

    worker.submit(claim);
    stop();

    var notification = get(claim.id());
    assertThat(notification.state).isEqualTo(NotificationState.RECEIVED);
    assertThat(notification.failures).isEqualTo(1);
    assertThat(notification.reason).contains("refuses requests about this object");
    assertThat(notification.nextTryAt).isAfter(Instant.now().plusSeconds(50));
  }

  /** Such as wrong credentials, which can be corrected. */
  @Test
  void waitsWhileTheStoreDeniesEverything() {
    var claim = statements.writeClaimed(List.of(aboutAVideo())).get(0);
    QuarkusMock.installMockForType(DenyingStore.of(storeConfig, key -> true), ObjectStore.class);

    worker.submit(claim);
    stop();

    var notification = get(claim.id());
    assertThat(notification.state).isEqualTo(NotificationState.RECEIVED);
    assertThat(notification.failures).isZero();
    assertThat(notification.reason).contains("refuses all requests");
  }

  /** Each of the first four alone would make the others of its notification wait. */
  @Test
  void checksAllObjectsOfANotificationAlthoughSomeFail() {
    var names = List.of("a", "b", "c", "d", "e");
    var claim = statements.writeClaimed(List.of(aboutVideos(names))).get(0);
    var checked = installDenyingStore(key -> !key.equals(key("e")) && !isUnused(key));

    worker.submit(claim);
    stop();

    assertThat(checked)
        .containsExactlyElementsOf(names.stream().map(InboxWorkerTest::key).toList());
    assertThat(get(claim.id()).state).isEqualTo(NotificationState.RECEIVED);
    assertThat(get(claim.id()).failures).isEqualTo(1);
    assertThat(get(claim.id()).reason).contains("refuses requests about this object");
  }

  /** Each failure can take several timeouts of the store. */
  @Test
  void checksNoFurtherObjectsAfterManyFailures() {
    var names = Stream.iterate(10, i -> i + 1).limit(25).map(String::valueOf).toList();
    var claim = statements.writeClaimed(List.of(aboutVideos(names))).get(0);
    var checked = installDenyingStore(key -> !isUnused(key));

    worker.submit(claim);
    stop();

    assertThat(checked).hasSize(20);
    assertThat(get(claim.id()).failures).isEqualTo(1);
  }

  @Test
  void checksNoFurtherObjectsWhileTheStoreDeniesEverything() {
    var claim = statements.writeClaimed(List.of(aboutVideos(List.of("a", "b", "c", "d")))).get(0);
    var checked = installDenyingStore(key -> true);

    worker.submit(claim);
    stop();

    assertThat(checked).containsExactly(key("a"), key("b"), key("c"));
    assertThat(get(claim.id()).failures).isZero();
  }

  /** Returns the keys about which it was asked. */
  private List<ObjectKey> installDenyingStore(Predicate<ObjectKey> denied) {
    var checked = new CopyOnWriteArrayList<ObjectKey>();
    Predicate<ObjectKey> record =
        key -> {
          if (!isUnused(key)) {
            checked.add(key);
          }
          return denied.test(key);
        };
    QuarkusMock.installMockForType(DenyingStore.of(storeConfig, record), ObjectStore.class);
    return checked;
  }

  private static boolean isUnused(ObjectKey key) {
    return key.equals(ObjectStore.UNUSED_KEY);
  }

  @Test
  void leaseIsLongEnoughForTheConfiguredStore() {
    assertThat(lease.duration()).isEqualTo(Duration.ofSeconds(30));
    var slow =
        StoreConfigs.of(
            "http://localhost:9000",
            Map.of(
                "slipway.store.access-key", "a",
                "slipway.store.secret-key", "s",
                "slipway.store.timeout", "60S"));

    assertThat(new ClaimLease(config, slow).duration()).isEqualTo(Duration.ofMinutes(3));
  }

  /** A body with many records can take longer than one lease. */
  @Test
  void renewedClaimStaysWithItsWorker() {
    var claim = claims(1).get(0);
    var later = Clock.offset(clock, lease.duration());

    assertThat(new InboxStatements(database, lease, later).renew(claim)).isPresent();
    assertThat(new InboxStatements(database, lease, later).claim(claim.id())).isEmpty();
    var latest = Clock.offset(clock, lease.duration().multipliedBy(3));
    assertThat(new InboxStatements(database, lease, latest).claim(claim.id())).isPresent();
    assertThat(statements.renew(claim)).isEmpty();
  }

  @Test
  void keepsOnlySmallBodiesInMemory() {
    assertThat(worker.hasRoomFor(List.of(RECEIVED))).isTrue();
    assertThat(worker.hasRoomFor(List.of(RECEIVED, LARGE))).isFalse();
  }

  @Test
  void claimsNothingWhenTheQueueIsFull() {
    assertThat(worker.hasRoomFor(Collections.nCopies(200, RECEIVED))).isTrue();
    assertThat(worker.hasRoomFor(Collections.nCopies(201, RECEIVED))).isFalse();

    stop();

    assertThat(worker.hasRoomFor(List.of(RECEIVED))).isFalse();
  }

  @Test
  void storesEachOfManyNotificationsOnce() {
    var bodies = Stream.generate(() -> UUID.randomUUID().toString()).limit(SENDERS).toList();
    var start = new CyclicBarrier(SENDERS);
    var threads = Executors.newFixedThreadPool(SENDERS);

    var calls =
        bodies.stream()
            .map(body -> CompletableFuture.runAsync(() -> receiveTogether(start, body), threads))
            .toList();
    calls.forEach(CompletableFuture::join);
    threads.shutdown();

    for (var body : bodies) {
      assertThat(StoredNotifications.count(body, Transport.WEBHOOK.value())).isOne();
    }
    QuarkusTransaction.requiringNew()
        .run(() -> bodies.forEach(body -> Notification.delete("body", (Object) bytes(body))));
  }

  private void receiveTogether(CyclicBarrier start, String body) {
    try {
      start.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    receiver.receive(bytes(body), Transport.WEBHOOK);
  }

  /** The lock stops the first one, and the others wait for its transaction. */
  @Test
  void aBurstIsNotificationsThatAreBeingStored() throws Exception {
    var rest = new Rest();
    var pacedReceiver = new NotificationReceiver(statements, queue, worker, metrics, rest.pacing);
    var bodies =
        Stream.generate(() -> bytes(UUID.randomUUID().toString()))
            .limit(BurstPacing.MIN_CONCURRENT)
            .toList();
    var threads = Executors.newFixedThreadPool(bodies.size());
    List<CompletableFuture<Void>> calls;
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table notification in share row exclusive mode");
      calls =
          bodies.stream()
              .map(
                  body ->
                      CompletableFuture.runAsync(
                          () -> pacedReceiver.receive(body, Transport.WEBHOOK), threads))
              .toList();

      Eventually.holds("workers would rest", TIMEOUT, rest::isTaken);
      connection.rollback();
    }

    calls.forEach(CompletableFuture::join);
    threads.shutdown();
    QuarkusTransaction.requiringNew()
        .run(() -> bodies.forEach(body -> Notification.delete("body", (Object) body)));
  }

  @Test
  void restsAfterAnAttemptInABurst() {
    var rest = new Rest();
    var resting =
        new InboxWorker(
            queue, processor, statements, clock, lease, rest.pacing, config, background);
    var claim = claims(1).get(0);

    rest.inBurst(
        BurstPacing.MIN_CONCURRENT,
        () -> {
          resting.submit(claim);
          Eventually.holds("it rests", TIMEOUT, () -> rest.nanos.get() > 0);
        });
    stop(resting);

    assertThat(get(claim.id()).state).isNotEqualTo(NotificationState.RECEIVED);
  }

  /** The store must not be told that a notification is stored before that is certain. */
  @Test
  void storesInATransactionOfItsOwn() {
    var body = bytes(UUID.randomUUID().toString());

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
    var body = bytes(text);

    receiver.receive(body, Transport.WEBHOOK);

    Eventually.holds(
        "it is processed",
        Duration.ofSeconds(10),
        () -> StoredNotifications.count(text, NotificationState.DEAD) == 1);
    QuarkusTransaction.requiringNew().run(() -> Notification.delete("body", (Object) body));
  }

  /** Pacing whose clock stands still except while a worker rests. */
  private static final class Rest {
    final AtomicLong nanos = new AtomicLong();
    private final AtomicLong processorNanos = new AtomicLong();
    final BurstPacing pacing =
        new BurstPacing(nanos::get, () -> processorNanos.addAndGet(1_000_000), nanos::addAndGet);

    boolean isTaken() {
      pacing.process(() -> {});
      return nanos.get() > 0;
    }

    void inBurst(int size, Runnable task) {
      pacing.store(
          () -> {
            if (size == 1) {
              task.run();
            } else {
              inBurst(size - 1, task);
            }
            return null;
          });
    }
  }

  private static void assertProcessedBeforeTheLeaseEnds(List<Claim> claims) {
    Eventually.holds(
        "they are processed",
        Duration.between(Instant.now(), claims.get(0).leaseEnd()),
        () -> claims.stream().noneMatch(InboxWorkerTest::isWaiting));
  }

  /** About an object that does not exist. */
  private Received aboutAVideo() {
    return aboutVideos(List.of("none"));
  }

  private Received aboutVideos(List<String> names) {
    var records =
        names.stream()
            .map(
                name ->
                    "{\"s3\":{\"bucket\":{\"name\":\"%s\"},\"object\":{\"key\":\"%s\"}}}"
                        .formatted(store.bucket(), key(name).value()))
            .collect(Collectors.joining(","));
    return new Received(bytes("{\"Records\":[" + records + "]}"), TRANSPORT);
  }

  private static ObjectKey key(String name) {
    return new ObjectKey(ObjectKey.PREFIX + name);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<Claim> claims(int count) {
    return statements.writeClaimed(Collections.nCopies(count, RECEIVED));
  }

  private static boolean isWaiting(Claim claim) {
    return get(claim.id()).state == NotificationState.RECEIVED;
  }

  private void stop() {
    stop(worker);
  }

  private static void stop(InboxWorker worker) {
    try {
      worker.stop(new ShutdownEvent());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
