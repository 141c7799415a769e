package dev.slipway.uploads;

import dev.slipway.benchmark.BenchmarkFile;
import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.PackagedApplication;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import dev.slipway.benchmark.StoreAdmin;
import dev.slipway.testing.ExternalProgram;
import dev.slipway.uploads.MultipartUploader.PartTarget;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * P1: what an upload costs the application if the bytes go directly to the store, compared with the
 * same upload through a proxy.
 */
class ProxiedUploadBenchmark {
  /** Enough for the JVM of the application to compile the code that an upload runs. */
  private static final int WARM_UP_FILES = 100;

  private static final long SMALL_FILE_SIZE = 1 << 20;
  private static final Map<String, String> SMALL_FILES_IN_PARTS =
      Map.of("SLIPWAY_UPLOADS_PARTS_FROM", Long.toString(SMALL_FILE_SIZE));

  private static final double KIBIBYTE = 1024;

  @Test
  void measuresCostPerGibibyte() throws Exception {
    try (var services = BenchmarkServices.start();
        var application = services.startApplication(SMALL_FILES_IN_PARTS);
        var proxy = ExternalProgram.of(ProxyMain.class, Map.of())) {
      var output = proxy.readUntil(ProxyMain.PORT_LINE);
      var port = output.get(output.size() - 1).substring(ProxyMain.PORT_LINE.length());
      var proxyUrl = URI.create("http://127.0.0.1:" + port);
      warmUp(application, services.storeAdmin());
      var costs =
          new InterleavedRuns<Cost>(1)
              .with(
                  "direct",
                  () -> cost(application, direct(), services.storeAdmin(), application::cpu, 0))
              .with(
                  "proxied",
                  () ->
                      cost(
                          application,
                          through(proxyUrl),
                          services.storeAdmin(),
                          () -> application.cpu().plus(proxy.cpu()),
                          BenchmarkFile.BYTES))
              .run();
      var direct = costs.get("direct");
      var proxied = costs.get("proxied");
      var directBytes = Samples.of(direct, Cost::kibibytes);
      var directCpu = Samples.of(direct, Cost::cpuSeconds);
      new ResultTable(
              "P1: cost in the application for each GiB, from %,.0f MiB in parts of 16 MiB"
                  .formatted(BenchmarkFile.MEBIBYTES))
          .row("KiB, direct to the store", directBytes)
          .row("KiB, through a proxy", Samples.of(proxied, Cost::kibibytes), directBytes)
          .row("CPU seconds, direct to the store", directCpu)
          .row("CPU seconds, through a proxy", Samples.of(proxied, Cost::cpuSeconds), directCpu)
          .print();
    }
  }

  private static Cost cost(
      PackagedApplication application,
      PartTarget target,
      StoreAdmin store,
      Supplier<Duration> cpu,
      long proxiedBytes)
      throws Exception {
    var before = cpu.get();
    var bytes = upload(application, target, store, BenchmarkFile.BYTES);
    return Cost.of(bytes + proxiedBytes, cpu.get().minus(before));
  }

  private static void warmUp(PackagedApplication application, StoreAdmin store) throws Exception {
    for (var i = 0; i < WARM_UP_FILES; i++) {
      upload(application, direct(), store, SMALL_FILE_SIZE);
    }
  }

  /** Uploads a file and returns the bytes that went through the application. */
  private static long upload(
      PackagedApplication application, PartTarget target, StoreAdmin store, long size)
      throws Exception {
    try (var api = application.connect()) {
      store.remove(new MultipartUploader(api, target).upload(size));
      return api.bytes();
    }
  }

  private static PartTarget direct() {
    return url -> HttpRequest.newBuilder(URI.create(url));
  }

  private static PartTarget through(URI proxy) {
    return url -> HttpRequest.newBuilder(proxy).header(ProxyMain.TARGET_HEADER, url);
  }

  /** The cost of a GiB. */
  private record Cost(double kibibytes, double cpuSeconds) {
    static Cost of(long bytes, Duration cpu) {
      return new Cost(
          bytes / KIBIBYTE / BenchmarkFile.GIBIBYTES,
          cpu.toMillis() / 1e3 / BenchmarkFile.GIBIBYTES);
    }
  }
}
