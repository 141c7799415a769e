package dev.slipway.webhooks.api;

import dev.slipway.account.CurrentAccount;
import io.quarkus.test.junit.QuarkusMock;
import java.time.Clock;

/** Lets each test make as many changes as an account may, whatever tests before it have made. */
public final class FreshWebhookLimit {
  private FreshWebhookLimit() {}

  /** Replaces the limit until the test ends. */
  public static void install(CurrentAccount caller) {
    install(caller, Clock.systemUTC());
  }

  static void install(CurrentAccount caller, Clock clock) {
    QuarkusMock.installMockForType(new WebhookLimit(caller, clock), WebhookLimit.class);
  }
}
