package dev.slipway.storage;

import dev.slipway.web.Finding;
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
  private static final Duration CLOSE = Duration.ofSeconds(5);

  /**
   * Stores refuse what is 15 minutes ahead; up to here a URL of 15 minutes has most of its life.
   */
  private static final Duration FAR = Duration.ofMinutes(5);

  private static final String REMEDY = " Set the clocks of both by NTP.";

  private final StoreConfig config;
  private final Prober prober;
  private final Clock clock;

  ClockCheck(StoreConfig config, Prober prober, Clock clock) {
    this.config = config;
    this.prober = prober;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "Clock";
  }

  @Override
  Finding examine(String pageOrigin) throws IOException {
    var asked = clock.instant();
    var answer = prober.send(ProbeRequest.of("HEAD", "/" + config.bucket()));
    var answered = clock.instant();
    return dateOf(answer)
        .map(date -> judge(apart(date, asked, answered)))
        .orElseGet(
            () -> Finding.unknown("The store does not say what time it is. Compare by hand."));
  }

  /** Positive where the store is ahead. */
  private static Duration apart(Instant store, Instant asked, Instant answered) {
    var middle = asked.plus(Duration.between(asked, answered).dividedBy(2));
    return Duration.between(middle, store);
  }

  private static Finding judge(Duration apart) {
    var size = apart.abs();
    if (size.compareTo(CLOSE) <= 0) {
      return Finding.fine("Store and application agree to within 5 seconds.");
    }
    var sentence =
        "The store's clock is %d s %s ours."
            .formatted(size.toSeconds(), apart.isNegative() ? "behind" : "ahead of");
    return size.compareTo(FAR) <= 0
        ? Finding.weak(sentence + REMEDY)
        : Finding.broken(sentence + " Signed URLs are refused, or end too late." + REMEDY);
  }

  private static Optional<Instant> dateOf(ProbeAnswer answer) {
    try {
      return Optional.of(
          DateTimeFormatter.RFC_1123_DATE_TIME.parse(answer.header("Date"), Instant::from));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }
}
