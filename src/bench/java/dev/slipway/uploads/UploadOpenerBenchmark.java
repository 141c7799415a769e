package dev.slipway.uploads;

import dev.slipway.benchmark.Application;
import dev.slipway.benchmark.Load;
import dev.slipway.benchmark.Load.Request;
import dev.slipway.benchmark.OneAndMany;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** P3: how many uploads are opened in a second: checked, recorded, reserved, signed. */
class UploadOpenerBenchmark {
  private static final int OPENINGS = 6_400;
  private static final int MANY = 64;
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
    OneAndMany.print("P3: POST /api/uploads", MANY, UploadOpenerBenchmark::load);
  }

  private static Load load(Application application, int callers) throws Exception {
    // One caller takes longer over the same number.
    var each = callers == 1 ? OPENINGS / 4 : OPENINGS / callers;
    return Load.of(application, Collections.nCopies(callers, Load.repeat(each, OPEN)));
  }
}
