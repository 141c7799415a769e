package dev.slipway.web.limits;

import dev.slipway.testing.Eventually;
import dev.slipway.testing.MetricsScrape;

/** The requests that the application has received and not answered, by its own metric. */
final class ActiveRequests {
  private ActiveRequests() {}

  /**
   * Waits until at least this number of requests is in progress, besides the one that reads the
   * metric.
   */
  static void await(int count) {
    Eventually.holds(
        count + " requests are in progress",
        () -> MetricsScrape.now().sum("http_server_active_requests") > count);
  }
}
