package dev.slipway.storage;

import dev.slipway.web.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Whether a URL serves once: with the condition that we sign a second PUT must be refused. */
@ApplicationScoped
class ConditionalPutCheck extends StoreCheck {
  private static final int PRECONDITION_FAILED = 412;

  /** What S3 answers where the other PUT is still under way. */
  private static final int CONFLICT = 409;

  private final StoreConfig config;
  private final Prober prober;
  private final Probes probes;

  ConditionalPutCheck(StoreConfig config, Prober prober, Probes probes) {
    this.config = config;
    this.prober = prober;
    this.probes = probes;
  }

  @Override
  public String name() {
    return "A URL serves once";
  }

  @Override
  Finding examine(String pageOrigin) throws IOException {
    try (var probe = probes.next()) {
      var condition = config.kind().once();
      var request = probe.putting().with(condition.getKey(), condition.getValue());
      var first = prober.send(request);
      if (!first.isSuccess()) {
        return Refusal.of(first, config.bucket(), "s3:PutObject");
      }
      var second = prober.send(request);
      if (second.isSuccess()) {
        return Finding.broken(ignored(condition.getKey()));
      }
      return isExpected(second)
          ? Finding.fine("A second PUT is refused, and the object stands.")
          : Finding.unknown(
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

  private static boolean isExpected(ProbeAnswer second) {
    return second.status() == PRECONDITION_FAILED || second.status() == CONFLICT;
  }
}
