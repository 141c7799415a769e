package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreKind;
import dev.slipway.storage.client.RawResponse;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Checks that an upload URL works once: a second PUT with the signed condition must fail. */
@ApplicationScoped
class ConditionalPutCheck extends StoreCheck {
  private static final int PRECONDITION_FAILED = 412;

  /** S3 answers this while the other PUT is still in progress. */
  private static final int CONFLICT = 409;

  private final StoreConfig config;
  private final RawStoreClient client;
  private final TestObjects testObjects;

  ConditionalPutCheck(StoreConfig config, RawStoreClient client, TestObjects testObjects) {
    this.config = config;
    this.client = client;
    this.testObjects = testObjects;
  }

  @Override
  public String name() {
    return "Single-use upload URLs";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    try (var testObject = testObjects.create()) {
      var header = config.kind().createOnlyHeader();
      var request = testObject.putRequest().withHeader(header.getKey(), header.getValue());
      var first = client.send(request);
      if (!first.isSuccess()) {
        return StoreErrorExplanation.of(first, config.bucket(), "s3:PutObject");
      }
      var second = client.send(request);
      if (second.isSuccess()) {
        return CheckResult.broken(explainIgnored(header.getKey()));
      }
      return isExpected(second)
          ? CheckResult.fine("The store refuses a second PUT and keeps the object.")
          : CheckResult.unknown(
              "The store answers %s to a second PUT, but 412 is expected."
                  .formatted(second.summary()));
    }
  }

  private String explainIgnored(String header) {
    var remedy = " Use a release that supports conditional writes.";
    return "The store ignores %s, so an upload URL can overwrite the object until it expires."
            .formatted(header)
        + (config.kind() == StoreKind.GOOGLE
            ? remedy
            : remedy + " For Google Cloud Storage set SLIPWAY_STORE_KIND=google.");
  }

  private static boolean isExpected(RawResponse second) {
    return second.status() == PRECONDITION_FAILED || second.status() == CONFLICT;
  }
}
