package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.Sha256;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Checks that the store refuses bytes whose SHA-256 differs from the signed one. */
@ApplicationScoped
class ChecksumCheck extends StoreCheck {
  private final StoreConfig config;
  private final RawStoreClient client;
  private final TestObjects testObjects;

  ChecksumCheck(StoreConfig config, RawStoreClient client, TestObjects testObjects) {
    this.config = config;
    this.client = client;
    this.testObjects = testObjects;
  }

  @Override
  public String name() {
    return "Checksums";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    var header = config.kind().checksumHeader();
    return header.isPresent() ? examineHeader(header.get()) : unsupported();
  }

  private CheckResult examineHeader(String header) throws IOException {
    try (var testObject = testObjects.create()) {
      var wrongChecksum = Sha256.base64(new byte[1]);
      var wrong = client.send(testObject.putRequest().withHeader(header, wrongChecksum));
      if (wrong.isSuccess() || testObject.exists()) {
        return CheckResult.broken(
            "The store ignores %s, so damaged bytes become objects. Use a release that verifies it."
                .formatted(header));
      }
      var rightChecksum = Sha256.base64(TestObject.content());
      var right = client.send(testObject.putRequest().withHeader(header, rightChecksum));
      return right.isSuccess()
          ? CheckResult.fine("The store refuses bytes that differ from the signed checksum.")
          : StoreErrorExplanation.of(right, config.bucket(), "s3:PutObject");
    }
  }

  private static CheckResult unsupported() {
    return CheckResult.weak(
        "This store can't verify SHA-256: a signed URL fixes type, length and key of an upload, but"
            + " not its bytes, and videos have no checksum. No setting can change that.");
  }
}
