package dev.slipway.admin.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LagHistogramTest {
  @Inject EntityManager database;

  @Test
  void percentilesAreAtMostOneBucketTooLarge() {
    var random = new Random(5);
    var millis =
        LongStream.generate(() -> 1 + (long) Math.exp(random.nextDouble() * 24))
            .limit(999)
            .toArray();
    var histogram = new LagHistogram();
    for (var lag : millis) {
      histogram.add(bucketOf(lag + " milliseconds"), 1);
    }
    var sorted = LongStream.of(millis).sorted().toArray();

    var lag = histogram.summarize();

    assertClose(lag.p50Millis(), sorted[499]);
    assertClose(lag.p95Millis(), sorted[949]);
    assertClose(lag.p99Millis(), sorted[989]);
  }

  /** The clocks of store and application differ, and an object can be found years later. */
  @ParameterizedTest
  @CsvSource({
    "-5 seconds, 0",
    "0 seconds, 0",
    "1 millisecond, 0",
    "2 milliseconds, 8",
    "10 years, 306"
  })
  void everyLagHasABucket(String lag, int bucket) {
    assertThat(bucketOf(lag)).isEqualTo(bucket);
  }

  @Test
  void sumsHistograms() {
    var histogram = new LagHistogram();
    assertThat(histogram.summarize()).isNull();
    var other = new LagHistogram();
    other.add(80, 2);
    histogram.add(0, 1);
    histogram.addAll(other);
    histogram.addAll(other);

    assertThat(histogram.summarize()).isEqualTo(new LagHistogram.Lag(1024, 1024, 1024));
  }

  private static void assertClose(long found, long exact) {
    assertThat(found).isBetween(exact, Math.round(exact * 1.091) + 1);
  }

  /** The function of the database that assigns videos to buckets. */
  private int bucketOf(String lag) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                ((Number)
                        database
                            .createNativeQuery(
                                "select lag_bucket from dashboard_facts(jsonb_populate_record("
                                    + "cast(null as video), jsonb_build_object('stored_at',"
                                    + " timestamptz '2026-01-01', 'catalogued_at',"
                                    + " timestamptz '2026-01-01' + cast(:lag as interval))))")
                            .setParameter("lag", lag)
                            .getSingleResult())
                    .intValue());
  }
}
