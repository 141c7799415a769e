package dev.slipway.account.ratelimit;

import dev.slipway.account.CurrentAccount;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusMock;
import java.time.Clock;

/** Lets each test make as many changes as an account may, whatever tests before it have made. */
public final class FreshAccountLimits {
  private FreshAccountLimits() {}

  /** Replaces the limits until the test ends. */
  public static void install() {
    install(Clock.systemUTC());
  }

  public static void install(Clock clock) {
    QuarkusMock.installMockForType(
        new AccountRateLimiter(
            instance(RateLimitConfig.class),
            instance(CurrentAccount.class),
            instance(MeterRegistry.class),
            clock),
        AccountRateLimiter.class);
  }

  private static <T> T instance(Class<T> type) {
    return Arc.container().instance(type).get();
  }
}
