package dev.slipway.account.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.web.ratelimit.RateLimiter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DefaultLimitsTest {
  private static final int VIEWERS = 250;

  /**
   * The share link, the page, the master playlist, two renditions, captions in two languages and
   * the pictures for seeking.
   */
  private static final int REQUESTS_PER_VISIT = 8;

  @Test
  void lectureHallOpensAVideoAtOnce() {
    var config =
        new SmallRyeConfigBuilder()
            .withMapping(RateLimitConfig.class)
            .build()
            .getConfigMapping(RateLimitConfig.class);
    var now = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    var limiter =
        new RateLimiter(config.signAnonymousBurst(), config.signAnonymousPerSecond(), now);

    var refused =
        IntStream.range(0, VIEWERS * REQUESTS_PER_VISIT)
            .filter(request -> limiter.tryAcquire("192.0.2.1").isPresent())
            .count();

    assertThat(refused).isZero();
  }
}
