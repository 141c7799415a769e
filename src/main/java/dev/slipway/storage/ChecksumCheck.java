package dev.slipway.storage;

import dev.slipway.web.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Whether the store refuses bytes that differ from their signed SHA-256. */
@ApplicationScoped
class ChecksumCheck extends StoreCheck {
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
    var header = config.kind().checksumHeader();
    return header.isPresent() ? examineBy(header.get()) : unchecked();
  }

  private Finding examineBy(String header) throws IOException {
    try (var probe = probes.next()) {
      var wrong = prober.send(probe.putting().with(header, Sha256.base64(new byte[1])));
      if (wrong.isSuccess() || probe.isThere()) {
        return Finding.broken(
            "The store ignores %s: damaged bytes become objects. Use a release that checks it."
                .formatted(header));
      }
      var right = prober.send(probe.putting().with(header, Sha256.base64(ProbeObject.bytes())));
      return right.isSuccess()
          ? Finding.fine("Other bytes than the signed ones are refused, and nothing is stored.")
          : Refusal.of(right, config.bucket(), "s3:PutObject");
    }
  }

  private static Finding unchecked() {
    return Finding.weak(
        "This store can't check SHA-256: type, length and key of an upload are bound, its bytes are"
            + " not, and videos have no checksum. Nothing can be set to change that.");
  }
}
