package dev.slipway.uploads;

import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.ConcurrencyComparison;
import dev.slipway.benchmark.LoadRun;
import dev.slipway.benchmark.LoadRun.Request;
import dev.slipway.benchmark.PackagedApplication;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** P3: how many uploads are validated, recorded and signed per second. */
class UploadOpenerBenchmark {
  private static final int UPLOADS = 3_200;
  private static final int CALLERS = 64;
  private static final Request OPEN =
      new Request(
          "POST",
          "/api/uploads",
          """
          {"fileName":"clip.mp4","contentType":"video/mp4","size":1048576,\
          "checksumSha256":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}""",
          201);

  @Test
  void measuresOpenedUploads() throws Exception {
    ConcurrencyComparison.print("P3: POST /api/uploads", CALLERS, UploadOpenerBenchmark::load);
  }

  private static LoadRun load(
      BenchmarkServices services, PackagedApplication application, int callers) throws Exception {
    // A single caller would take too long for all of them.
    var each = callers == 1 ? UPLOADS / 4 : UPLOADS / callers;
    return LoadRun.of(application, Collections.nCopies(callers, LoadRun.repeat(each, OPEN)));
  }
}
