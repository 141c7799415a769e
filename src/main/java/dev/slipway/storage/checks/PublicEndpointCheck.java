package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.client.RawResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Whether URLs as browsers get them work at the address that browsers reach. */
@ApplicationScoped
public class PublicEndpointCheck extends StoreCheck {
  private final StoreConfig config;
  private final StoreOrigin origin;
  private final BrowserRequests browser;
  private final TestObjects probes;

  public PublicEndpointCheck(
      StoreConfig config, StoreOrigin origin, BrowserRequests browser, TestObjects probes) {
    this.config = config;
    this.origin = origin;
    this.browser = browser;
    this.probes = probes;
  }

  @Override
  public String name() {
    return "Public endpoint";
  }

  @Override
  CheckResult examine(String pageOrigin) {
    try (var probe = probes.create()) {
      return examine(probe);
    } catch (IOException e) {
      return CheckResult.unknown(
          "From here %s can't be reached (%s), and browsers may do better.%s"
              .formatted(origin.origin(), e.getMessage(), howToLook()));
    }
  }

  /** A container, for one, has a loopback of its own. */
  private String howToLook() {
    var open = " Open it in one: a store answers with an error in XML, or with its console.";
    return origin.isLoopback()
        ? " Each machine and each container has its own there: those of the machine that publishes the"
            + " store find it, others never do."
            + open
            + " For others set SLIPWAY_STORE_PUBLIC_ENDPOINT."
        : open + " If it does not, set SLIPWAY_STORE_PUBLIC_ENDPOINT.";
  }

  private CheckResult examine(TestObject probe) throws IOException {
    var put = browser.put(probe, null);
    if (!put.isSuccess()) {
      return refused(put, "s3:PutObject");
    }
    var got = browser.get(probe);
    if (!got.isSuccess()) {
      return refused(got, "s3:GetObject");
    }
    return CheckResult.fine("URLs signed for %s put and get.".formatted(origin.origin()));
  }

  private CheckResult refused(RawResponse answer, String right) {
    var why = StoreErrorExplanation.of(answer, config.bucket(), right);
    return new CheckResult(why.status(), "At %s: %s".formatted(origin.origin(), why.message()));
  }
}
