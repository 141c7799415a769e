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

/**
 * Checks that the clocks of store and application agree, because the store compares the time of
 * signing with its own clock.
 */
@ApplicationScoped
class ClockCheck extends StoreCheck {
  /** The header {@code Date} has whole seconds, and the response takes some time. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  /**
   * Stores refuse signatures that are 15 minutes ahead. Up to this difference a URL that is signed
   * for 15 minutes is valid most of that time.
   */
  private static final Duration MAX_SKEW = Duration.ofMinutes(5);

  private static final String REMEDY = " Synchronise both clocks with NTP.";

  private final StoreConfig config;
  private final RawStoreClient client;
  private final Clock clock;

  ClockCheck(StoreConfig config, RawStoreClient client, Clock clock) {
    this.config = config;
    this.client = client;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "Clock";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    var sent = clock.instant();
    var response = client.send(RawRequest.of("HEAD", "/" + config.bucket()));
    var received = clock.instant();
    return dateOf(response)
        .map(date -> judge(skew(date, sent, received)))
        .orElseGet(
            () -> CheckResult.unknown("The store sends no time. Compare the clocks by hand."));
  }

  private static Optional<Instant> dateOf(RawResponse response) {
    try {
      return Optional.of(
          DateTimeFormatter.RFC_1123_DATE_TIME.parse(response.header("Date"), Instant::from));
    } catch (DateTimeException missing) {
      return Optional.empty();
    }
  }

  /** Positive if the store's clock is ahead. */
  private static Duration skew(Instant storeTime, Instant sent, Instant received) {
    var middle = sent.plus(Duration.between(sent, received).dividedBy(2));
    return Duration.between(middle, storeTime);
  }

  private static CheckResult judge(Duration skew) {
    var size = skew.abs();
    if (size.compareTo(TOLERANCE) <= 0) {
      return CheckResult.fine("The clocks of store and application differ by 5 seconds at most.");
    }
    var difference =
        "The store's clock is %d s %s the application's."
            .formatted(size.toSeconds(), skew.isNegative() ? "behind" : "ahead of");
    return size.compareTo(MAX_SKEW) <= 0
        ? CheckResult.weak(difference + REMEDY)
        : CheckResult.broken(
            difference + " The store refuses signed URLs, or accepts them too long." + REMEDY);
  }
}
