package dev.slipway.storage.signing;

import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import dev.slipway.storage.StoreKind;
import dev.slipway.storage.StoreOrigin;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/**
 * P4 in one thread: signs the URLs of all parts of the largest file with a {@link PartPresigner},
 * which does the shared work once, compared with signing each URL separately.
 */
class PartUrlsBenchmark {
  private static final int PARTS = 10_000;
  private static final int WARM_UPS = 20;
  private static final long SIZE = 16 << 20;
  private static final String CHECKSUM = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  private static final String PATH = "/slipway-videos/videos/aaaaaaaaaaaaaaaaaaaaaaaaaa/source";
  private static final String UPLOAD_ID = "c378efdf-fb06-457e-9707-6f9cbdd25022";
  private static final String HOST = "store.example";
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final SigningCredentials credentials =
      new SigningCredentials(StoreKind.S3, "access-key", "secret-key", "us-east-1");
  private final Signer signer = new Signer(credentials, Clock.systemUTC());
  private final StoreOrigin origin = new StoreOrigin(URI.create("http://" + HOST));

  @Test
  void measuresSigningTheLargestFile() throws Exception {
    var times =
        new InterleavedRuns<Double>(WARM_UPS)
            .with("together", () -> millis(this::together))
            .with("one by one", () -> millis(this::oneByOne))
            .run();
    var together = Samples.of(times.get("together"), millis -> millis);
    new ResultTable("P4: 10,000 part URLs in one thread")
        .row("ms, shared work done once", together)
        .row(
            "ms, each part separately",
            Samples.of(times.get("one by one"), millis -> millis),
            together)
        .print();
  }

  private int together() {
    var parts =
        new PartPresigner(credentials, Clock.systemUTC(), origin, PATH, UPLOAD_ID, LIFETIME);
    var length = 0;
    for (var number = 1; number <= PARTS; number++) {
      length += parts.presign(number, SIZE, CHECKSUM).length();
    }
    return length;
  }

  private int oneByOne() {
    var headers =
        Map.of(
            "host",
            HOST,
            "content-length",
            Long.toString(SIZE),
            StoreKind.S3.checksumHeader().orElseThrow(),
            CHECKSUM);
    var length = 0;
    for (var number = 1; number <= PARTS; number++) {
      var query = Map.of("partNumber", Integer.toString(number), "uploadId", UPLOAD_ID);
      length += signer.presign("PUT", PATH, query, headers, LIFETIME).length();
    }
    return length;
  }

  /** Using the length keeps the compiler from removing the work. */
  private static double millis(IntSupplier work) {
    var started = System.nanoTime();
    if (work.getAsInt() == 0) {
      throw new IllegalStateException("Nothing was signed");
    }
    return (System.nanoTime() - started) / 1e6;
  }
}
