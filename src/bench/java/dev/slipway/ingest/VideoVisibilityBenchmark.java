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

/** P5: how long it takes from the store's response until the owner sees the video. */
class VideoVisibilityBenchmark {
  private static final int UPLOADS = 200;
  private static final int MANY_CALLERS = 8;

  /** Removed at the end, because notifications of removals would delay the measured ones. */
  private final List<String> keys = new ArrayList<>();

  @Test
  void measuresVisibilityLatency() throws Exception {
    try (var services = BenchmarkServices.start();
        var application = services.startApplication(Map.of())) {
      compare(application, 1);
      compare(application, MANY_CALLERS);
      keys.forEach(services.storeAdmin()::remove);
    }
  }

  private void compare(PackagedApplication application, int callers) throws Exception {
    var latencies =
        new InterleavedRuns<Samples>(1)
            .with(
                "completion",
                () -> upload(application, callers, SmallFileUploader::uploadAndComplete))
            .with("notification", () -> upload(application, callers, SmallFileUploader::uploadOnly))
            .run();
    var completed = latencies.get("completion");
    var notified = latencies.get("notification");
    new ResultTable(
            "P5: ms from the store's response until the video is visible, callers: " + callers)
        .row("p50, with completion", Samples.of(completed, Samples::median))
        .row("p99, with completion", Samples.of(completed, VideoVisibilityBenchmark::p99))
        .row("p50, with the notification only", Samples.of(notified, Samples::median))
        .row("p99, with the notification only", Samples.of(notified, VideoVisibilityBenchmark::p99))
        .print();
  }

  private Samples upload(PackagedApplication application, int callers, Upload upload)
      throws Exception {
    // Notifications arrive in order, so after this one all earlier ones have arrived.
    send(application, 1, SmallFileUploader::uploadOnly).forEach(video -> keys.add(video.key()));
    var videos = new ArrayList<VisibleVideo>();
    var pool = Executors.newFixedThreadPool(callers);
    try {
      Callable<List<VisibleVideo>> caller = () -> send(application, UPLOADS / callers, upload);
      for (var result : pool.invokeAll(Collections.nCopies(callers, caller))) {
        videos.addAll(result.get());
      }
    } finally {
      pool.shutdownNow();
    }
    videos.forEach(video -> keys.add(video.key()));
    return Samples.of(videos, VisibleVideo::millis);
  }

  private static List<VisibleVideo> send(PackagedApplication application, int count, Upload upload)
      throws Exception {
    var videos = new ArrayList<VisibleVideo>();
    try (var uploader = new SmallFileUploader(application)) {
      for (var i = 0; i < count; i++) {
        videos.add(upload.run(uploader));
      }
    }
    return videos;
  }

  private static double p99(Samples samples) {
    return samples.quantile(0.99);
  }

  private interface Upload {
    VisibleVideo run(SmallFileUploader uploader) throws Exception;
  }
}
