package dev.slipway.uploads;

import dev.slipway.benchmark.Application;
import dev.slipway.benchmark.Contest;
import dev.slipway.benchmark.FileSize;
import dev.slipway.benchmark.Parts;
import dev.slipway.benchmark.Samples;
import dev.slipway.benchmark.StoreOwner;
import dev.slipway.benchmark.Table;
import dev.slipway.testing.Program;
import dev.slipway.uploads.MultipartUploader.PartTarget;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * P1: what an upload costs the application where the bytes go to the store directly, beside the
 * same upload with its bytes passed on by a server.
 */
class ProxiedUploadBenchmark {
  /** Enough for the application's JVM to have compiled what an upload runs. */
  private static final int FILES_TO_WARM_UP = 100;

  private static final long SMALL = 1 << 20;
  private static final Map<String, String> ALL_IN_PARTS =
      Map.of("SLIPWAY_UPLOADS_PARTS_FROM", Long.toString(SMALL));

  private static final double KIBIBYTE = 1024;

  @Test
  void measuresCostPerGibibyte() throws Exception {
    try (var parts = Parts.start();
        var application = parts.application(ALL_IN_PARTS);
        var proxy = Program.of(ProxyMain.class, Map.of())) {
      var started = proxy.linesUpTo(ProxyMain.STARTED);
      var port = started.get(started.size() - 1).substring(ProxyMain.STARTED.length());
      var through = URI.create("http://127.0.0.1:" + port);
      warmUp(application, parts.storeOwner());
      var costs =
          new Contest<Cost>(1)
              .with(
                  "direct",
                  () -> cost(application, direct(), parts.storeOwner(), application::cpu, 0))
              .with(
                  "proxied",
                  () ->
                      cost(
                          application,
                          by(through),
                          parts.storeOwner(),
                          () -> application.cpu().plus(proxy.cpu()),
                          FileSize.BYTES))
              .run();
      var direct = costs.get("direct");
      var proxied = costs.get("proxied");
      var directBytes = Samples.of(direct, Cost::kibibytes);
      var directCpu = Samples.of(direct, Cost::cpuSeconds);
      new Table(
              "P1: through the application for a GiB, from %,.0f MiB in parts of 16 MiB"
                  .formatted(FileSize.MEBIBYTES))
          .row("KiB, bytes straight to the store", directBytes)
          .row("KiB, bytes passed on", Samples.of(proxied, Cost::kibibytes), directBytes)
          .row("s of CPU, bytes straight to the store", directCpu)
          .row("s of CPU, bytes passed on", Samples.of(proxied, Cost::cpuSeconds), directCpu)
          .print();
    }
  }

  private static Cost cost(
      Application application,
      PartTarget target,
      StoreOwner owner,
      Supplier<Duration> cpu,
      long passedOn)
      throws Exception {
    var before = cpu.get();
    var bytes = upload(application, target, owner, FileSize.BYTES);
    return Cost.of(bytes + passedOn, cpu.get().minus(before));
  }

  private static void warmUp(Application application, StoreOwner owner) throws Exception {
    for (var i = 0; i < FILES_TO_WARM_UP; i++) {
      upload(application, direct(), owner, SMALL);
    }
  }

  /** Returns the bytes that went through the application. */
  private static long upload(
      Application application, PartTarget target, StoreOwner owner, long size) throws Exception {
    try (var api = application.connect()) {
      owner.remove(new MultipartUploader(api, target).upload(size));
      return api.bytes();
    }
  }

  private static PartTarget direct() {
    return url -> HttpRequest.newBuilder(URI.create(url));
  }

  private static PartTarget by(URI proxy) {
    return url -> HttpRequest.newBuilder(proxy).header(ProxyMain.TARGET, url);
  }

  /** Of a GiB. */
  private record Cost(double kibibytes, double cpuSeconds) {
    static Cost of(long bytes, Duration cpu) {
      return new Cost(
          bytes / KIBIBYTE / FileSize.GIBIBYTES, cpu.toMillis() / 1e3 / FileSize.GIBIBYTES);
    }
  }
}
