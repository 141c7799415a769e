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
  private final StoreRoutes routes;

  PublicEndpointCheck(StoreConfig config, StoreOrigin origin, StoreRoutes routes) {
    this.config = config;
    this.origin = origin;
    this.routes = routes;
  }

  @Override
  public String name() {
    return "Public endpoint";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    return routes.examine(this::putAndGet);
  }

  private CheckResult putAndGet(BrowserRequests browser, TestObject testObject) throws IOException {
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
}
