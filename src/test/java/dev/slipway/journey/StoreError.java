package dev.slipway.journey;

import com.microsoft.playwright.Route;
import java.util.Map;

/** Error responses of a store. */
enum StoreError {
  EXPIRED(403, "AccessDenied", "Request has expired"),
  EXPIRED_AT_GOOGLE(400, "ExpiredToken", "Invalid argument."),
  BUSY(503, "SlowDown", "Please reduce your request rate."),
  MISSING(404, "NoSuchKey", "The specified key does not exist."),
  REFUSED(400, "InvalidRequest", "The request is not valid.");

  private final int status;
  private final String code;
  private final String message;

  StoreError(int status, String code, String message) {
    this.status = status;
    this.code = code;
    this.message = message;
  }

  void respondTo(Route route) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(status)
            .setContentType("application/xml")
            .setHeaders(Map.of("Access-Control-Allow-Origin", "*"))
            .setBody(
                "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message)));
  }
}
