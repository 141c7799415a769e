package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.client.RawResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Checks that signed URLs work at the address that browsers use. */
@ApplicationScoped
class PublicEndpointCheck extends StoreCheck {
  private final StoreConfig config;
  private final StoreOrigin origin;
  private final BrowserRequests browser;
  private final TestObjects testObjects;

  PublicEndpointCheck(
      StoreConfig config, StoreOrigin origin, BrowserRequests browser, TestObjects testObjects) {
    this.config = config;
    this.origin = origin;
    this.browser = browser;
    this.testObjects = testObjects;
  }

  @Override
  public String name() {
    return "Public endpoint";
  }

  @Override
  CheckResult examine(String pageOrigin) {
    try (var testObject = testObjects.create()) {
      return examine(testObject);
    } catch (IOException e) {
      return CheckResult.unknown(
          "The application can't reach %s (%s), but browsers may.%s"
              .formatted(origin.origin(), e.getMessage(), howToTest()));
    }
  }

  private CheckResult examine(TestObject testObject) throws IOException {
    var put = browser.put(testObject, null);
    if (!put.isSuccess()) {
      return refused(put, "s3:PutObject");
    }
    var get = browser.get(testObject);
    if (!get.isSuccess()) {
      return refused(get, "s3:GetObject");
    }
    return CheckResult.fine("PUT and GET work with URLs signed for %s.".formatted(origin.origin()));
  }

  private CheckResult refused(RawResponse response, String permission) {
    var explanation = StoreErrorExplanation.of(response, config.bucket(), permission);
    return new CheckResult(
        explanation.status(), "At %s: %s".formatted(origin.origin(), explanation.message()));
  }

  /** On each machine and in each container, a loopback address leads to that machine itself. */
  private String howToTest() {
    var open =
        " Open the address in a browser: a store answers with an XML error, or with its console.";
    return origin.isLoopback()
        ? " Each machine and each container has its own loopback address: only browsers on the"
            + " machine that publishes the store can reach it there."
            + open
            + " For other browsers set SLIPWAY_STORE_PUBLIC_ENDPOINT."
        : open + " If it does not, set SLIPWAY_STORE_PUBLIC_ENDPOINT.";
  }
}
