package dev.slipway.storage;

import dev.slipway.web.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Whether the store refuses bytes that differ from their signed SHA-256. */
@ApplicationScoped
class ChecksumCheck extends StoreCheck {
  private static final String HEADER = "x-amz-checksum-sha256";

  private final StoreConfig config;
  private final Prober prober;
  private final Probes probes;

  ChecksumCheck(StoreConfig config, Prober prober, Probes probes) {
    this.config = config;
    this.prober = prober;
    this.probes = probes;
  }

  @Override
  public String name() {
    return "Checksums";
  }

  @Override
  Finding examine(String pageOrigin) throws IOException {
    try (var probe = probes.next()) {
      var wrong = prober.send(probe.putting().with(HEADER, Sha256.base64(new byte[1])));
      if (wrong.isSuccess() || probe.isThere()) {
        return Finding.broken(
            "The store ignores x-amz-checksum-sha256: damaged bytes become objects. Use a release"
                + " that checks it.");
      }
      var right = prober.send(probe.putting().with(HEADER, Sha256.base64(ProbeObject.bytes())));
      return right.isSuccess()
          ? Finding.fine("Other bytes than the signed ones are refused, and nothing is stored.")
          : Refusal.of(right, config.bucket(), "s3:PutObject");
    }
  }
}
