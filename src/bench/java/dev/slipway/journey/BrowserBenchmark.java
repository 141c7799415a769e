package dev.slipway.journey;

import dev.slipway.benchmark.BenchmarkFile;
import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import dev.slipway.testing.Mp4;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P2: the browser's client beside curl, with the same file and the same store. */
class BrowserBenchmark {
  private static final int BLOCK_SIZE = 1 << 20;
  private static final Map<String, String> ONE_PUT = Map.of("SLIPWAY_UPLOADS_PARTS_FROM", "5G");

  @TempDir static Path directory;

  @Test
  void measuresThroughput() throws Exception {
    var file = createFile();
    try (var parts = BenchmarkServices.start();
        var inParts = parts.startApplication(Map.of());
        var inOne = parts.startReplica(ONE_PUT);
        var browser = SharedBrowser.start();
        var pageInParts = new ClientPage(browser, inParts);
        var pageInOne = new ClientPage(browser, inOne)) {
      var sent =
          new InterleavedRuns<TransferResult>(1)
              .with("curl", () -> removeObject(parts, Curl.put(inOne, file)))
              .with("one", () -> removeObject(parts, pageInOne.upload(file)))
              .with("parts", () -> removeObject(parts, pageInParts.upload(file)))
              .run();
      var curl = Samples.of(sent.get("curl"), TransferResult::mebibytesPerSecond);
      new ResultTable(
              "P2: %,.0f MiB to the store, MiB per second".formatted(BenchmarkFile.MEBIBYTES))
          .row("curl -T", curl)
          .row(
              "browser, one PUT",
              Samples.of(sent.get("one"), TransferResult::mebibytesPerSecond),
              curl)
          .row(
              "browser, parts",
              Samples.of(sent.get("parts"), TransferResult::mebibytesPerSecond),
              curl)
          .print();
    }
  }

  /** Room is needed for one object, not for all. */
  private static TransferResult removeObject(BenchmarkServices parts, TransferResult sent) {
    parts.storeAdmin().remove("videos/%s/source".formatted(sent.id()));
    return sent;
  }

  private static Path createFile() throws IOException {
    var file = directory.resolve("film.mp4");
    try (var out = Files.newOutputStream(file)) {
      for (var block = 0; block < BenchmarkFile.MEBIBYTES; block++) {
        out.write(Mp4.bytes(BLOCK_SIZE, block));
      }
    }
    return file;
  }
}
