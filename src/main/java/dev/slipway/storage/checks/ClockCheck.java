package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawResponse;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Whether store and application agree what time it is, by which the store judges signatures. */
@ApplicationScoped
class ClockCheck extends StoreCheck {
  /** The header has whole seconds, and the answer takes its time. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  /**
   * Stores refuse what is 15 minutes ahead; up to here a URL of 15 minutes has most of its life.
   */
  private static final Duration MAX_SKEW = Duration.ofMinutes(5);

  private static final String REMEDY = " Set the clocks of both by NTP.";

  private final StoreConfig config;
  private final RawStoreClient prober;
  private final Clock clock;

  ClockCheck(StoreConfig config, RawStoreClient prober, Clock clock) {
    this.config = config;
    this.prober = prober;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "Clock";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    var asked = clock.instant();
    var answer = prober.send(RawRequest.of("HEAD", "/" + config.bucket()));
    var answered = clock.instant();
    return dateOf(answer)
        .map(date -> judge(apart(date, asked, answered)))
        .orElseGet(
            () -> CheckResult.unknown("The store does not say what time it is. Compare by hand."));
  }

  /** Positive where the store is ahead. */
  private static Duration apart(Instant store, Instant asked, Instant answered) {
    var middle = asked.plus(Duration.between(asked, answered).dividedBy(2));
    return Duration.between(middle, store);
  }

  private static CheckResult judge(Duration apart) {
    var size = apart.abs();
    if (size.compareTo(TOLERANCE) <= 0) {
      return CheckResult.fine("Store and application agree to within 5 seconds.");
    }
    var sentence =
        "The store's clock is %d s %s ours."
            .formatted(size.toSeconds(), apart.isNegative() ? "behind" : "ahead of");
    return size.compareTo(MAX_SKEW) <= 0
        ? CheckResult.weak(sentence + REMEDY)
        : CheckResult.broken(sentence + " Signed URLs are refused, or end too late." + REMEDY);
  }

  private static Optional<Instant> dateOf(RawResponse answer) {
    try {
      return Optional.of(
          DateTimeFormatter.RFC_1123_DATE_TIME.parse(answer.header("Date"), Instant::from));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }
}
