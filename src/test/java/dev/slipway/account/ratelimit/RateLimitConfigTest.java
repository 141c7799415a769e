package dev.slipway.account.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.web.ratelimit.RateLimiter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitConfigTest {
  private static final int VIEWERS = 250;

  /**
   * The share link, the page, the master playlist, two renditions, captions in two languages and
   * the pictures for seeking.
   */
  private static final int REQUESTS_PER_VISIT = 8;

  @Test
  void lectureHallOpensAVideoAtOnce() {
    var config = config(Map.of());
    var now = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    var limiter =
        new RateLimiter(config.signAnonymousBurst(), config.signAnonymousPerSecond(), now);

    var refused =
        IntStream.range(0, VIEWERS * REQUESTS_PER_VISIT)
            .filter(request -> limiter.tryAcquire("192.0.2.1").isPresent())
            .count();

    assertThat(refused).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "parts-burst, 0, PARTS", "parts-per-second, 0, PARTS",
    "change-burst, -1, CHANGE", "change-per-second, -1, CHANGE",
    "check-burst, 0, CHECK", "check-per-second, 0, CHECK",
    "bulk-burst, 0, BULK", "bulk-per-second, NaN, BULK"
  })
  void rejectsImpossibleSettings(String setting, String value, String name) {
    var config = config(Map.of("slipway.limits." + setting, value));

    assertThatThrownBy(
            () ->
                new AccountRateLimiter(config, null, new SimpleMeterRegistry(), Clock.systemUTC()))
        .hasMessage(
            "SLIPWAY_LIMITS_%s_BURST and SLIPWAY_LIMITS_%s_PER_SECOND must be above zero."
                .formatted(name, name));
  }

  private static RateLimitConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withMapping(RateLimitConfig.class)
        .withDefaultValues(settings)
        .build()
        .getConfigMapping(RateLimitConfig.class);
  }
}
