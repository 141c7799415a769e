package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.Sha256;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Whether the store refuses bytes that differ from their signed SHA-256. */
@ApplicationScoped
public class ChecksumCheck extends StoreCheck {
  private final StoreConfig config;
  private final RawStoreClient prober;
  private final TestObjects probes;

  public ChecksumCheck(StoreConfig config, RawStoreClient prober, TestObjects probes) {
    this.config = config;
    this.prober = prober;
    this.probes = probes;
  }

  @Override
  public String name() {
    return "Checksums";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    var header = config.kind().checksumHeader();
    return header.isPresent() ? examineBy(header.get()) : unchecked();
  }

  private CheckResult examineBy(String header) throws IOException {
    try (var probe = probes.create()) {
      var wrong = prober.send(probe.putRequest().withHeader(header, Sha256.base64(new byte[1])));
      if (wrong.isSuccess() || probe.exists()) {
        return CheckResult.broken(
            "The store ignores %s: damaged bytes become objects. Use a release that checks it."
                .formatted(header));
      }
      var right =
          prober.send(probe.putRequest().withHeader(header, Sha256.base64(TestObject.content())));
      return right.isSuccess()
          ? CheckResult.fine("Other bytes than the signed ones are refused, and nothing is stored.")
          : StoreErrorExplanation.of(right, config.bucket(), "s3:PutObject");
    }
  }

  private static CheckResult unchecked() {
    return CheckResult.weak(
        "This store can't check SHA-256: type, length and key of an upload are bound, its bytes are"
            + " not, and videos have no checksum. Nothing can be set to change that.");
  }
}
