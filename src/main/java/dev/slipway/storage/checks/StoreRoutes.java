package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.client.RawStoreClient;
import dev.slipway.storage.signing.Presigner;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/**
 * The two ways to the store: from outside, by the address that browsers use, and from inside, by
 * the address that the application uses. A container may not be able to reach the first one.
 */
@ApplicationScoped
class StoreRoutes {
  private final StoreOrigin publicOrigin;
  private final StoreOrigin internalOrigin;
  private final Presigner presigner;
  private final RawStoreClient client;
  private final TestObjects testObjects;

  StoreRoutes(
      StoreConfig config,
      StoreOrigin publicOrigin,
      Presigner presigner,
      RawStoreClient client,
      TestObjects testObjects) {
    this.publicOrigin = publicOrigin;
    this.internalOrigin = new StoreOrigin(config.endpoint());
    this.presigner = presigner;
    this.client = client;
    this.testObjects = testObjects;
  }

  /** What a check sends as browsers do. */
  interface Examination {
    CheckResult examine(BrowserRequests browser, TestObject testObject) throws IOException;
  }

  /**
   * Examines the store from outside or, if the application can't reach its public endpoint, from
   * inside with the same requests.
   *
   * @throws IOException if the store does not answer inside either
   */
  CheckResult examine(Examination examination) throws IOException {
    try {
      return examine(BrowserRequests.toPublicEndpoint(presigner, client), examination);
    } catch (IOException unreachable) {
      return examineFromInside(examination, unreachable);
    }
  }

  private CheckResult examineFromInside(Examination examination, IOException unreachable)
      throws IOException {
    var result = examine(BrowserRequests.toInternalEndpoint(presigner, client), examination);
    return isInsideConclusive()
        ? new CheckResult(result.status(), result.message() + checkedFromInside())
        : CheckResult.unknown(unreachable(unreachable) + " From inside: " + result.message());
  }

  private CheckResult examine(BrowserRequests browser, Examination examination) throws IOException {
    try (var testObject = testObjects.create()) {
      return examination.examine(browser, testObject);
    }
  }

  /**
   * Whether a result from inside also holds for browsers. A loopback address leads to the machine
   * or container that uses it: if the store's internal address is elsewhere, only browsers on the
   * machine that publishes the store reach it there, and nothing but that machine is in between.
   */
  private boolean isInsideConclusive() {
    return publicOrigin.isLoopback() && !internalOrigin.isLoopback();
  }

  private String checkedFromInside() {
    return (" Checked from inside, at %s with the public Host header. Only browsers on the machine that"
            + " publishes the store can reach %s. For others, set SLIPWAY_STORE_PUBLIC_ENDPOINT.")
        .formatted(internalOrigin.origin(), publicOrigin.origin());
  }

  private String unreachable(IOException reason) {
    return ("The application can't reach %s (%s), but browsers may. Open the address in a browser:"
            + " a store answers with an XML error, or with its console. If it does not, set"
            + " SLIPWAY_STORE_PUBLIC_ENDPOINT.")
        .formatted(publicOrigin.origin(), reason.getMessage());
  }
}
