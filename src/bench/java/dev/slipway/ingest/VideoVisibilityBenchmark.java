package dev.slipway.ingest;

import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.PackagedApplication;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import dev.slipway.ingest.SmallFileUploader.VisibleVideo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** P5: how long it takes from the store's answer until the owner sees the video. */
class VideoVisibilityBenchmark {
  private static final int UPLOADS = 200;
  private static final int MANY = 8;

  /** Removed in the end: the store would tell of that too, and hold up what is measured. */
  private final List<String> keys = new ArrayList<>();

  @Test
  void measuresVisibilityLatency() throws Exception {
    try (var parts = BenchmarkServices.start();
        var application = parts.application(Map.of())) {
      compare(application, 1);
      compare(application, MANY);
      keys.forEach(parts.storeOwner()::remove);
    }
  }

  private void compare(PackagedApplication application, int callers) throws Exception {
    var latencies =
        new InterleavedRuns<Samples>(1)
            .with(
                "completion",
                () -> upload(application, callers, SmallFileUploader::uploadAndComplete))
            .with("silence", () -> upload(application, callers, SmallFileUploader::uploadOnly))
            .run();
    var completed = latencies.get("completion");
    var silent = latencies.get("silence");
    new ResultTable("P5: ms from the store's answer to the visible video, callers: " + callers)
        .row("p50, with completion", Samples.of(completed, Samples::median))
        .row("p99, with completion", Samples.of(completed, VideoVisibilityBenchmark::p99))
        .row("p50, by notification alone", Samples.of(silent, Samples::median))
        .row("p99, by notification alone", Samples.of(silent, VideoVisibilityBenchmark::p99))
        .print();
  }

  private Samples upload(PackagedApplication application, int callers, Way way) throws Exception {
    // The store tells of one after the other: what came before has been told by then.
    send(application, 1, SmallFileUploader::uploadOnly).forEach(video -> keys.add(video.key()));
    var seen = new ArrayList<VisibleVideo>();
    var pool = Executors.newFixedThreadPool(callers);
    try {
      Callable<List<VisibleVideo>> caller = () -> send(application, UPLOADS / callers, way);
      for (var result : pool.invokeAll(Collections.nCopies(callers, caller))) {
        seen.addAll(result.get());
      }
    } finally {
      pool.shutdownNow();
    }
    seen.forEach(video -> keys.add(video.key()));
    return Samples.of(seen, VisibleVideo::millis);
  }

  private static List<VisibleVideo> send(PackagedApplication application, int count, Way way)
      throws Exception {
    var seen = new ArrayList<VisibleVideo>();
    try (var uploader = new SmallFileUploader(application)) {
      for (var i = 0; i < count; i++) {
        seen.add(way.upload(uploader));
      }
    }
    return seen;
  }

  private static double p99(Samples samples) {
    return samples.at(0.99);
  }

  private interface Way {
    VisibleVideo upload(SmallFileUploader uploader) throws Exception;
  }
}
