package dev.slipway.web.limits;

import static io.restassured.RestAssured.given;

import dev.slipway.testing.Eventually;
import java.util.regex.Pattern;

/** The requests that the application has received and not answered, by its own metric. */
final class ActiveRequests {
  private static final Pattern SERIES =
      Pattern.compile("(?m)^http_server_active_requests(?:\\{.*\\})? (\\S+)$");

  private ActiveRequests() {}

  /**
   * Waits until at least so many requests are in progress, besides the one that reads the metric.
   */
  static void await(int count) {
    Eventually.holds(count + " requests are in progress", () -> active() > count);
  }

  private static double active() {
    var metrics = given().accept("text/plain; version=0.0.4").get("/q/metrics").asString();
    return SERIES
        .matcher(metrics)
        .results()
        .mapToDouble(series -> Double.parseDouble(series.group(1)))
        .sum();
  }
}
