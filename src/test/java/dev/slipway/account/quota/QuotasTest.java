package dev.slipway.account.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.Account;
import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.RateLimitConfig;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.LockWaits;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class QuotasTest {
  private static final String OWNER = "quota-tester";

  @Inject EntityManager entities;
  @Inject QuotaMetrics metrics;
  @Inject OpenUploadCounts openUploads;
  @Inject RateLimitConfig rates;

  @BeforeEach
  void createOwnerWithoutReservations() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              new Account(OWNER, "no hash", Role.CREATOR, false, Clock.systemUTC().instant())
                  .insertIfAbsent();
              Reservation.delete("owner", OWNER);
              execute("delete from upload where owner = ?1", OWNER);
              execute("update account set open_uploads_at_most = null where name = ?1", OWNER);
            });
  }

  @Test
  @Asvs("5.2.4")
  void concurrentReservationsNeverExceedTheQuota() throws Exception {
    var quotas = quotas(bytes(1_000), OptionalLong.empty());

    assertThat(countGranted(quotas, 150)).isEqualTo(6);
    assertThat(usage(quotas)).isEqualTo(new QuotaUsage(900, 6));
  }

  @Test
  @Asvs("5.2.4")
  void limitsTheNumberOfVideos() {
    var quotas = quotas(Optional.empty(), OptionalLong.of(2));

    assertThat(reserves(quotas, 1)).isTrue();
    assertThat(reserves(quotas, 1)).isTrue();
    assertThat(reserves(quotas, 1)).isFalse();
    assertRefused(() -> reserve(quotas, 1), "You have 2 of 2 videos");
  }

  @Test
  void saysHowLargeTheFileIsAsFarAsItIsKnown() {
    var quotas = quotas(bytes(100), OptionalLong.empty());
    assertThat(reserves(quotas, 60)).isTrue();

    assertRefused(
        () -> reserve(quotas, 50), "The file is 50 bytes, and 60 bytes of your 100 bytes");
    assertRefused(
        () -> quotas.requireRoomToGrow(OWNER, "another upload", 50),
        "The file has at least 50 bytes, and 60 bytes of your 100 bytes");
  }

  /** Deleting videos would not help. */
  @Test
  void saysThatAFileIsLargerThanTheWholeQuota() {
    var quotas = quotas(bytes(2_000), OptionalLong.empty());

    assertRefused(
        () -> reserve(quotas, 2_001),
        "The file is 2,001 bytes, more than your whole quota of 2 kB. Ask an administrator");
  }

  @Test
  void adjustsAReservationToTheActualSize() {
    var quotas = quotas(bytes(100), OptionalLong.empty());
    assertThat(reserves(quotas, 100)).isTrue();
    var id =
        QuarkusTransaction.requiringNew()
            .call(() -> Reservation.<Reservation>find("owner", OWNER).firstResult().uploadId);

    QuarkusTransaction.requiringNew().run(() -> quotas.adjust(id, OWNER, 40));
    assertThat(usage(quotas)).isEqualTo(new QuotaUsage(40, 1));

    QuarkusTransaction.requiringNew().run(() -> quotas.release(id));
    assertThat(usage(quotas)).isEqualTo(new QuotaUsage(0, 0));
  }

  @Test
  void limitsOpenUploads() {
    var quotas = quotas(openUploads(3), openUploads);

    assertThat(reserves(quotas, 1)).isTrue();
    assertThat(reserves(quotas, 1)).isTrue();
    assertThat(reserves(quotas, 1)).isTrue();
    assertRefused(() -> reserve(quotas, 1), "You have 3 of 3 unfinished uploads");
    endOneUpload();

    assertThat(reserves(quotas, 1)).as("after one has ended").isTrue();
    assertRefused(() -> reserve(quotas, 1), "You have 3 of 3 unfinished uploads");
    assertThat(reserves(quotas(openUploads(4), openUploads), 1)).as("a higher limit").isTrue();
    assertRefused(() -> reserve(quotas, 1), "You have 3 of 3 unfinished uploads");
  }

  @Test
  void acceptsTheSmallestAndTheLargestLimit() {
    assertThat(reserves(quotas(openUploads(Long.MAX_VALUE), openUploads), 1)).isTrue();
    assertRefused(
        () -> reserve(quotas(openUploads(0), openUploads), 1),
        "You have 0 of 0 unfinished uploads");
    assertRefused(() -> reserve(quotas(bytes(0), OptionalLong.empty()), 1), "The file is 1 byte");
    assertRefused(
        () -> reserve(quotas(Optional.empty(), OptionalLong.of(0)), 1), "You have 1 of 0 videos");
  }

  @Test
  void concurrentOpeningsNeverExceedTheLimit() throws Exception {
    var quotas = quotas(openUploads(6), openUploads);

    assertThat(countGranted(quotas, 1)).isEqualTo(6);
  }

  /** Files that come over SFTP reserve their bytes while they arrive. */
  @Test
  @Asvs("5.2.4")
  void concurrentTransfersNeverGrowBeyondTheQuota() {
    var quotas = quotas(bytes(100), OptionalLong.empty());
    var first = reserveOne(quotas);
    var second = reserveOne(quotas);
    var growing = new AtomicReference<CompletableFuture<Void>>();

    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              grow(quotas, first, 60);
              growing.set(
                  CompletableFuture.runAsync(
                      () ->
                          assertRefused(
                              () -> grow(quotas, second, 60), "The file has at least 60 bytes")));
              Eventually.holds("the second waits", () -> LockWaits.count("account") > 0);
            });

    growing.get().join();
    assertThat(usage(quotas)).isEqualTo(new QuotaUsage(61, 2));
  }

  /** Otherwise the other openings of the account would wait, or leave versions for the vacuum. */
  @Test
  void anOpeningDoesNotLockItsAccountBeforeItsEnd() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              var id = RandomId.random(new SecureRandom()).value();
              insertUpload(id);
              new Reservation(id, OWNER, 1, Clock.systemUTC().instant()).persistAndFlush();

              QuarkusTransaction.requiringNew()
                  .run(
                      () ->
                          entities
                              .createNativeQuery(
                                  "select name from account where name = ?1 for update nowait")
                              .setParameter(1, OWNER)
                              .getSingleResult());
            });
  }

  @Test
  void aCheckWithoutAnOpeningCountsForNothing() {
    var quotas = quotas(openUploads(2), openUploads);
    assertThat(reserves(quotas, 1)).isTrue();

    for (var check = 0; check < 3; check++) {
      QuarkusTransaction.requiringNew().run(() -> quotas.requireRoomFor(OWNER, 1));
    }

    assertThat(reserves(quotas, 1)).isTrue();
    assertRefused(() -> quotas.requireRoomFor(OWNER, 1), "You have 2 of 2 unfinished uploads");
  }

  /** Counting is slow when there are thousands. */
  @Test
  void countsOpenUploadsOnlyWhenTheyMayHaveReachedTheLimit() {
    var counted = new AtomicInteger();
    OpenUploadCounts counting =
        new OpenUploadCounts() {
          @Override
          public long countOpen(String owner, long max) {
            counted.incrementAndGet();
            return openUploads.countOpen(owner, max);
          }

          @Override
          public Map<String, Long> countOpen(Collection<String> owners) {
            return openUploads.countOpen(owners);
          }
        };
    var quotas = quotas(openUploads(10), counting);

    for (var opened = 0; opened < 10; opened++) {
      assertThat(reserves(quotas, 1)).isTrue();
    }
    assertThat(counted).as("the first time").hasValue(1);
    endOneUpload();
    assertThat(reserves(quotas, 1)).isTrue();
    assertThat(counted).hasValue(2);
  }

  /** How many of forty concurrent requests may open an upload. */
  private long countGranted(Quotas quotas, long bytes) throws Exception {
    var pool = Executors.newFixedThreadPool(16);
    Callable<Boolean> reserve = () -> reserves(quotas, bytes);

    var results = pool.invokeAll(Collections.nCopies(40, reserve));
    pool.shutdown();

    var granted = 0;
    for (var result : results) {
      granted += result.get() ? 1 : 0;
    }
    return granted;
  }

  private static void assertRefused(Runnable request, String detail) {
    assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(request))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.toProblem().detail()).startsWith(detail));
  }

  private boolean reserves(Quotas quotas, long bytes) {
    try {
      QuarkusTransaction.requiringNew().run(() -> reserve(quotas, bytes));
      return true;
    } catch (ProblemException refusal) {
      assertThat(refusal.toProblem().code()).isEqualTo("quota-exceeded");
      return false;
    }
  }

  private void reserve(Quotas quotas, long bytes) {
    var id = RandomId.random(new SecureRandom()).value();
    insertUpload(id);
    quotas.reserveWithinLimits(OWNER, Map.of(id, bytes));
  }

  /** Opens an upload of one byte and returns its id. */
  private String reserveOne(Quotas quotas) {
    var id = RandomId.random(new SecureRandom()).value();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              insertUpload(id);
              quotas.reserveWithinLimits(OWNER, Map.of(id, 1L));
            });
    return id;
  }

  private static void grow(Quotas quotas, String id, long bytes) {
    quotas.requireRoomToGrow(OWNER, id, bytes);
    quotas.adjust(id, OWNER, bytes);
  }

  private void insertUpload(String id) {
    execute(
        "insert into upload (id, owner, status, file_name, title, content_type, size,"
            + " created_at, expires_at, version) values (?1, ?2, 'OPEN', 'a', 'a', 'video/mp4',"
            + " 1, now(), now(), 0)",
        id,
        OWNER);
  }

  private void endOneUpload() {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                execute(
                    "update upload set status = 'ABORTED' where id ="
                        + " (select id from upload where owner = ?1 and status = 'OPEN' limit 1)",
                    OWNER));
  }

  private void execute(String sql, Object... parameters) {
    var query = entities.createNativeQuery(sql);
    for (var index = 0; index < parameters.length; index++) {
      query.setParameter(index + 1, parameters[index]);
    }
    query.executeUpdate();
  }

  private QuotaUsage usage(Quotas quotas) {
    return QuarkusTransaction.requiringNew().call(() -> quotas.usageOf(OWNER));
  }

  private static Limits openUploads(long max) {
    return new Limits(Optional.empty(), OptionalLong.empty(), OptionalLong.of(max));
  }

  private static Optional<MemorySize> bytes(long limit) {
    return Optional.of(new MemorySize(BigInteger.valueOf(limit)));
  }

  private Quotas quotas(Optional<MemorySize> bytes, OptionalLong videos) {
    return quotas(new Limits(bytes, videos, OptionalLong.empty()), openUploads);
  }

  private Quotas quotas(QuotaConfig config, OpenUploadCounts counts) {
    return new Quotas(
        new AccountQuotas(config, rates, counts, entities),
        counts,
        entities,
        metrics,
        Clock.systemUTC());
  }

  private record Limits(Optional<MemorySize> bytes, OptionalLong videos, OptionalLong openUploads)
      implements QuotaConfig {}
}
