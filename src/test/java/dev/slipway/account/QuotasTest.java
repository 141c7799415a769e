package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedPartsResource;
import dev.slipway.storage.ObjectId;
import dev.slipway.web.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedPartsResource.class)
class QuotasTest {
  private static final String OWNER = "quota-tester";

  @Inject EntityManager entities;
  @Inject AccountMetrics metrics;

  @BeforeEach
  void beginAnew() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              new Account(OWNER, "no hash", Role.CREATOR, false, Clock.systemUTC().instant())
                  .insertUnlessThere();
              Reservation.delete("owner", OWNER);
            });
  }

  @Test
  void neverGivesTheLastOfItTwice() throws Exception {
    var quotas = quotas(bytes(1_000), OptionalLong.empty());
    var pool = Executors.newFixedThreadPool(16);
    Callable<Boolean> sign = () -> reserves(quotas, 150);

    var signs = pool.invokeAll(Collections.nCopies(40, sign));
    pool.shutdown();

    var granted = 0;
    for (var result : signs) {
      granted += result.get() ? 1 : 0;
    }
    assertThat(granted).isEqualTo(6);
    assertThat(usage(quotas)).isEqualTo(new Usage(900, 6));
  }

  @Test
  void countsVideosToo() {
    var quotas = quotas(Optional.empty(), OptionalLong.of(2));

    assertThat(reserves(quotas, 1)).isTrue();
    assertThat(reserves(quotas, 1)).isTrue();
    assertThat(reserves(quotas, 1)).isFalse();
  }

  @Test
  void countsWhatReallyArrived() {
    var quotas = quotas(bytes(100), OptionalLong.empty());
    assertThat(reserves(quotas, 100)).isTrue();
    var id =
        QuarkusTransaction.requiringNew()
            .call(() -> Reservation.<Reservation>find("owner", OWNER).firstResult().uploadId);

    QuarkusTransaction.requiringNew().run(() -> quotas.settle(id, OWNER, 40));
    assertThat(usage(quotas)).isEqualTo(new Usage(40, 1));

    QuarkusTransaction.requiringNew().run(() -> quotas.release(id));
    assertThat(usage(quotas)).isEqualTo(new Usage(0, 0));
  }

  private boolean reserves(Quotas quotas, long bytes) {
    var id = ObjectId.random(new SecureRandom()).value();
    try {
      QuarkusTransaction.requiringNew()
          .run(
              () -> {
                quotas.requireRoom(OWNER, bytes);
                insertUpload(id);
                quotas.reserve(OWNER, id, bytes);
              });
      return true;
    } catch (ProblemException full) {
      assertThat(full.problem().code()).isEqualTo("quota-exceeded");
      return false;
    }
  }

  private void insertUpload(String id) {
    entities
        .createNativeQuery(
            "insert into upload (id, owner, status, file_name, title, content_type, size,"
                + " created_at, expires_at, version) values (?1, ?2, 'OPEN', 'a', 'a', 'video/mp4',"
                + " 1, now(), now(), 0)")
        .setParameter(1, id)
        .setParameter(2, OWNER)
        .executeUpdate();
  }

  private Usage usage(Quotas quotas) {
    return QuarkusTransaction.requiringNew().call(() -> quotas.usageOf(OWNER));
  }

  private static Optional<MemorySize> bytes(long limit) {
    return Optional.of(new MemorySize(BigInteger.valueOf(limit)));
  }

  private Quotas quotas(Optional<MemorySize> bytes, OptionalLong videos) {
    return new Quotas(new Limits(bytes, videos), entities, metrics, Clock.systemUTC());
  }

  private record Limits(Optional<MemorySize> bytes, OptionalLong videos) implements QuotaConfig {}
}
