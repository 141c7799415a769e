package dev.slipway.storage.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckStatus;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreConfigs;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.client.RawStoreClients;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The application can't reach the store's public address, as in a container. The store verifies the
 * signature, which covers the public host.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class BrowserChecksFromInsideTest {
  private static final String PAGES = "http://localhost:8080";

  /** Nothing listens on port 1. */
  private static final String UNREACHABLE_LOOPBACK = "http://localhost:1";

  /** An address that does not look like loopback, although it leads to this machine. */
  private static final String UNREACHABLE = "http://0.0.0.0:1";

  @Inject StoreConfig store;

  @Test
  void passWithTheHostOfAPublicLoopbackAddress() {
    assertThat(checks(notLoopback(), UNREACHABLE_LOOPBACK))
        .hasSize(2)
        .allSatisfy(
            check -> {
              var result = check.run(PAGES);
              assertThat(result.status()).as(result.message()).isEqualTo(CheckStatus.FINE);
              assertThat(result.message())
                  .contains("Checked from inside", UNREACHABLE_LOOPBACK + ". For others");
            });
  }

  @Test
  void areInconclusiveIfBrowsersUseAnotherWay() {
    assertThat(checks(notLoopback(), UNREACHABLE))
        .hasSize(2)
        .allSatisfy(check -> assertUnknown(check, UNREACHABLE));
  }

  @Test
  void areInconclusiveIfTheApplicationSharesTheLoopbackAddress() {
    assertThat(checks(store.endpoint().toString(), UNREACHABLE_LOOPBACK))
        .hasSize(2)
        .allSatisfy(check -> assertUnknown(check, UNREACHABLE_LOOPBACK));
  }

  @Test
  void reportWhatIsBrokenInside() {
    var check = checks(notLoopback(), UNREACHABLE_LOOPBACK, "wrong-secret").get(1);

    var result = check.run(PAGES);

    assertThat(result.status()).as(result.message()).isEqualTo(CheckStatus.BROKEN);
    assertThat(result.message()).contains("SLIPWAY_STORE_SECRET_KEY");
  }

  private static void assertUnknown(Check check, String address) {
    var result = check.run(PAGES);
    assertThat(result.status()).as(result.message()).isEqualTo(CheckStatus.UNKNOWN);
    assertThat(result.message())
        .contains("can't reach " + address, "SLIPWAY_STORE_PUBLIC_ENDPOINT", "From inside: ");
  }

  private List<Check> checks(String endpoint, String publicEndpoint) {
    return checks(endpoint, publicEndpoint, store.secretKey());
  }

  private List<Check> checks(String endpoint, String publicEndpoint, String secret) {
    var config =
        StoreConfigs.of(
            endpoint,
            Map.of(
                "slipway.store.public-endpoint",
                publicEndpoint,
                "slipway.store.bucket",
                store.bucket(),
                "slipway.store.access-key",
                store.accessKey(),
                "slipway.store.secret-key",
                secret));
    var client = RawStoreClients.of(config);
    var routes = StoreCheckFixtures.routes(config, client);
    return List.of(
        new CorsCheck(config, routes),
        new PublicEndpointCheck(config, new StoreOrigin(config), routes));
  }

  /** Another address of the store, which does not look like loopback. */
  private String notLoopback() {
    return "http://0.0.0.0:" + store.endpoint().getPort();
  }
}
