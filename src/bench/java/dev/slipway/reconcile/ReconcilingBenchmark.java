package dev.slipway.reconcile;

import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.DatabaseAdmin;
import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.PackagedApplication;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * P10: the time and memory that a reconciliation takes if bucket and catalogue agree, and the time
 * that it takes if a tenth of the objects is not catalogued.
 */
class ReconcilingBenchmark {
  /** More objects need a real store: the embedded one reads the whole folder for each page. */
  private static final int OBJECTS =
      Integer.parseInt(System.getenv().getOrDefault("SLIPWAY_BENCHMARK_OBJECTS", "20000"));

  private static final int UNCATALOGUED = Math.min(OBJECTS / 10, 10_000);

  private static final Map<String, String> SMALL_AND_IDLE =
      Map.of(
          "JAVA_TOOL_OPTIONS", "-Xmx128m",
          // The test objects of the doctor would be in the listing.
          "SLIPWAY_DOCTOR_AT_START", "false",
          "SLIPWAY_RECONCILE_AT_START", "false",
          "SLIPWAY_RECONCILE_EVERY", "0S");

  @Test
  void measuresReconciliation() throws Exception {
    // The store sends its notifications elsewhere, so only reconciliation finds the objects.
    try (var services = BenchmarkServices.start();
        var application = services.startReplica(SMALL_AND_IDLE)) {
      var bucket = new FilledBucket(services.storeAdmin());
      var database = services.databaseAdmin();
      bucket.fill(OBJECTS);
      bucket.catalogue(database);
      measure(bucket, database, application);
    }
  }

  private static void measure(
      FilledBucket bucket, DatabaseAdmin database, PackagedApplication application)
      throws Exception {
    var agreed = new ArrayList<MeasuredReconciliation>();
    var adopted = new ArrayList<MeasuredReconciliation>();
    var listings =
        new InterleavedRuns<Double>(1)
            .with("listing", () -> seconds(bucket))
            .with("agreeing", () -> addTo(agreed, MeasuredReconciliation.measure(application)))
            .with("adopting", () -> addTo(adopted, measureUncatalogued(database, application)))
            .run();
    var listing = Samples.of(listings.get("listing"), seconds -> seconds);
    var seconds = Samples.of(listings.get("agreeing"), time -> time);
    new ResultTable("P10: bucket and catalogue of %,d objects".formatted(OBJECTS))
        .row("s, listing only", listing)
        .row("s, reconciliation without differences", seconds, listing)
        .row(
            "s, reconciliation with %,d uncatalogued objects".formatted(UNCATALOGUED),
            Samples.of(listings.get("adopting"), time -> time),
            seconds)
        .row(
            "objects catalogued per second, without the comparison",
            Samples.of(listings.get("adopting"), time -> UNCATALOGUED / (time - seconds.median())))
        .row(
            "maximum heap in MiB, of 128",
            Samples.of(agreed, MeasuredReconciliation::peakHeapMebibytes))
        .row(
            "maximum heap in MiB, while cataloguing",
            Samples.of(adopted, MeasuredReconciliation::peakHeapMebibytes))
        .row("maximum resident memory in MiB", new Samples(application.peakResidentMebibytes()))
        .print();
  }

  private static double addTo(List<MeasuredReconciliation> all, MeasuredReconciliation measured) {
    all.add(measured);
    return measured.seconds();
  }

  /** Deletes rows from the catalogue and measures the reconciliation that restores them. */
  private static MeasuredReconciliation measureUncatalogued(
      DatabaseAdmin database, PackagedApplication application) throws SQLException {
    database.execute(
        "delete from video where id in (select id from video order by object_key limit %d)"
            .formatted(UNCATALOGUED));
    var measured = MeasuredReconciliation.measure(application);
    if (measured.repaired() < UNCATALOGUED) {
      throw new IllegalStateException("Not all objects were catalogued: " + measured);
    }
    return measured;
  }

  private static double seconds(FilledBucket bucket) {
    var startedAt = System.nanoTime();
    if (bucket.list() < OBJECTS) {
      throw new IllegalStateException("The bucket is not full");
    }
    return (System.nanoTime() - startedAt) / 1e9;
  }
}
