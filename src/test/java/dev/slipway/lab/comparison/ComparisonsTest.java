package dev.slipway.lab.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.Eventually;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ComparisonsTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @Inject Comparisons comparisons;
  @Inject EntityManager database;

  private final String id = RandomId.random(new SecureRandom()).value();
  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  @AfterEach
  void deleteRun() {
    executor.shutdown();
    QuarkusTransaction.requiringNew().run(() -> Comparison.deleteById(id));
  }

  @Test
  void progressKeepsARequestToStopThatIsMadeMeanwhile() throws Exception {
    QuarkusTransaction.requiringNew()
        .run(() -> new Comparison(id, "creator", 1, "embedded", Instant.now()).persist());

    var mustStop = QuarkusTransaction.requiringNew().call(this::requestStopWhileReporting);

    assertThat(mustStop.get()).isTrue();
    Comparison run = QuarkusTransaction.requiringNew().call(() -> Comparison.findById(id));
    assertThat(run.stopRequested).isTrue();
    assertThat(run.step).isEqualTo("Warm-up");
  }

  @Test
  void runThatReportsMeanwhileIsNotSilent() {
    QuarkusTransaction.requiringNew()
        .run(() -> new Comparison(id, "creator", 1, "embedded", LONG_AGO).persist());

    var start = QuarkusTransaction.requiringNew().call(this::startWhileReporting);

    assertThatThrownBy(start::get).hasMessageContaining("Another run is under way");
    Comparison run = QuarkusTransaction.requiringNew().call(() -> Comparison.findById(id));
    assertThat(run.isRunning()).isTrue();
  }

  private Future<?> startWhileReporting() {
    Comparison run = Comparison.findById(id, LockModeType.PESSIMISTIC_WRITE);
    run.seenAt = Instant.now();
    Comparison.flush();
    var start = executor.submit(() -> comparisons.start(1, "embedded"));
    Eventually.holds("the start waits for the transaction", this::someoneWaits);
    return start;
  }

  private Future<Boolean> requestStopWhileReporting() {
    Comparison run = Comparison.findById(id, LockModeType.PESSIMISTIC_WRITE);
    run.stopRequested = true;
    Comparison.flush();
    var report = executor.submit(() -> comparisons.recordProgress(id, "Warm-up", 1));
    Eventually.holds("the report waits for the transaction", this::someoneWaits);
    return report;
  }

  private boolean someoneWaits() {
    var waiting =
        database.createNativeQuery(
            "select 1 from pg_locks where locktype = 'transactionid' and not granted");
    return !waiting.getResultList().isEmpty();
  }
}
