package dev.slipway.webhooks.delivery;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Checks that requests of webhooks are sent, and whether their receivers accept them. */
@ApplicationScoped
class WebhooksCheck implements Check {
  /** As the alert WebhooksOverdue. */
  private static final Duration MAX_OVERDUE = Duration.ofMinutes(10);

  /**
   * Older ones are the business of the webhooks' owners, who see them for as long as they exist.
   */
  private static final Duration RECENT = Duration.ofDays(1);

  private final DeliveryBacklog backlog;
  private final Clock clock;

  WebhooksCheck(DeliveryBacklog backlog, Clock clock) {
    this.backlog = backlog;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "Webhooks";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    var now = clock.instant();
    var summary = backlog.summarize(now.minus(RECENT));
    if (summary.webhooks() == 0) {
      return CheckResult.fine("There are no webhooks.");
    }
    var waiting = describePending(summary, now);
    var overdue = backlog.longestOverdue();
    if (overdue.compareTo(MAX_OVERDUE) > 0) {
      return CheckResult.broken(
          "A webhook request has been due for %s. %s Read the log of the replicas, which send them, and see WebhooksOverdue in docs/alerts.md."
              .formatted(text(overdue), waiting));
    }
    if (summary.dead() > 0) {
      return CheckResult.weak(
          "%s of %s became dead for events of the last 24 hours. %s The page of each webhook shows the reasons; its owner can send the events again there."
              .formatted(
                  count(summary.dead(), "request"),
                  count(summary.webhooksWithDead(), "webhook"),
                  waiting));
    }
    return CheckResult.fine("No event of the last 24 hours has a dead request. " + waiting);
  }

  private static String describePending(DeliveryBacklog.Summary summary, Instant now) {
    if (summary.oldestPendingAt() == null) {
      return "No request waits.";
    }
    var duration = text(Duration.between(summary.oldestPendingAt(), now));
    return summary.pending() == 1
        ? "1 request waits, for %s.".formatted(duration)
        : "%d requests wait, the oldest for %s.".formatted(summary.pending(), duration);
  }

  private static String count(long number, String noun) {
    return number == 1 ? "1 " + noun : "%d %ss".formatted(number, noun);
  }

  private static String text(Duration duration) {
    if (duration.toHours() > 1) {
      return duration.toHours() + " hours";
    }
    return duration.toMinutes() > 1
        ? duration.toMinutes() + " minutes"
        : Math.max(0, duration.toSeconds()) + " seconds";
  }
}
