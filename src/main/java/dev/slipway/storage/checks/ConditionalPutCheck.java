package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreKind;
import dev.slipway.storage.client.RawResponse;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Whether a URL serves once: with the condition that we sign a second PUT must be refused. */
@ApplicationScoped
public class ConditionalPutCheck extends StoreCheck {
  private static final int PRECONDITION_FAILED = 412;

  /** What S3 answers where the other PUT is still under way. */
  private static final int CONFLICT = 409;

  private final StoreConfig config;
  private final RawStoreClient prober;
  private final TestObjects probes;

  public ConditionalPutCheck(StoreConfig config, RawStoreClient prober, TestObjects probes) {
    this.config = config;
    this.prober = prober;
    this.probes = probes;
  }

  @Override
  public String name() {
    return "A URL serves once";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    try (var probe = probes.create()) {
      var condition = config.kind().createOnlyHeader();
      var request = probe.putRequest().withHeader(condition.getKey(), condition.getValue());
      var first = prober.send(request);
      if (!first.isSuccess()) {
        return StoreErrorExplanation.of(first, config.bucket(), "s3:PutObject");
      }
      var second = prober.send(request);
      if (second.isSuccess()) {
        return CheckResult.broken(ignored(condition.getKey()));
      }
      return isExpected(second)
          ? CheckResult.fine("A second PUT is refused, and the object stands.")
          : CheckResult.unknown(
              "The store answers %s to a second PUT, where 412 is expected."
                  .formatted(second.summary()));
    }
  }

  private String ignored(String header) {
    var remedy = " Use a release that honours conditional writes.";
    return "The store ignores %s: a URL overwrites the object until it ends.".formatted(header)
        + (config.kind() == StoreKind.GOOGLE
            ? remedy
            : remedy + " For Google Cloud Storage set SLIPWAY_STORE_KIND=google.");
  }

  private static boolean isExpected(RawResponse second) {
    return second.status() == PRECONDITION_FAILED || second.status() == CONFLICT;
  }
}
