package dev.slipway.journey;

import dev.slipway.benchmark.BenchmarkFile;
import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import dev.slipway.testing.Mp4Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * P2: the throughput of the browser client, compared with the bare browser and with curl, with the
 * same file and store.
 */
class BrowserBenchmark {
  private static final int BLOCK_SIZE = 1 << 20;
  private static final Map<String, String> ONE_PUT = Map.of("SLIPWAY_UPLOADS_PARTS_FROM", "5G");

  @TempDir static Path directory;

  @Test
  void measuresThroughput() throws Exception {
    var file = createFile();
    try (var services = BenchmarkServices.start();
        var withParts = services.startApplication(Map.of());
        var singlePut = services.startReplica(ONE_PUT);
        var browser = SharedBrowser.start();
        var partsPage = new ClientPage(browser, withParts);
        var singlePutPage = new ClientPage(browser, singlePut)) {
      var results =
          new InterleavedRuns<TransferResult>(1)
              .with("curl", () -> removeObject(services, Curl.put(singlePut, file)))
              .with("bare one", () -> removeObject(services, singlePutPage.uploadBare(file)))
              .with("one", () -> removeObject(services, singlePutPage.upload(file)))
              .with("bare parts", () -> removeObject(services, partsPage.uploadBare(file)))
              .with("parts", () -> removeObject(services, partsPage.upload(file)))
              .run();
      print("P2: %,.0f MiB to the store in one PUT, MiB per second", results, "bare one", "one");
      print("P2: %,.0f MiB to the store in parts, MiB per second", results, "bare parts", "parts");
    }
  }

  /** The ratios are those to the bare browser. */
  private static void print(
      String title, Map<String, List<TransferResult>> results, String bare, String client) {
    var bareBrowser = speeds(results.get(bare));
    new ResultTable(title.formatted(BenchmarkFile.MEBIBYTES))
        .row("bare browser", bareBrowser)
        .row("browser client", speeds(results.get(client)), bareBrowser)
        .row("`curl -T`, one PUT", speeds(results.get("curl")), bareBrowser)
        .print();
  }

  private static Samples speeds(List<TransferResult> results) {
    return Samples.of(results, TransferResult::mebibytesPerSecond);
  }

  /** Removes the object, so that the store needs space for one object only. */
  private static TransferResult removeObject(BenchmarkServices services, TransferResult result) {
    services.storeAdmin().remove("videos/%s/source".formatted(result.id()));
    return result;
  }

  private static Path createFile() throws IOException {
    var file = directory.resolve("film.mp4");
    try (var out = Files.newOutputStream(file)) {
      for (var block = 0; block < BenchmarkFile.MEBIBYTES; block++) {
        out.write(Mp4Header.bytes(BLOCK_SIZE, block));
      }
    }
    return file;
  }
}
