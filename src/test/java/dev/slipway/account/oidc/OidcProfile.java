package dev.slipway.account.oidc;

import static java.util.Map.entry;

import dev.slipway.testing.FreePort;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A provider is configured, but doesn't run yet: each test starts one on its port. */
public final class OidcProfile implements QuarkusTestProfile {
  private final int port = FreePort.find();

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.ofEntries(
        entry("quarkus.http.proxy.proxy-address-forwarding", "true"),
        entry("quarkus.http.proxy.trusted-proxies", "127.0.0.1/32"),
        entry("slipway.oidc.issuer", "http://127.0.0.1:" + port),
        entry("slipway.oidc.client-id", TestProvider.CLIENT_ID),
        entry("slipway.oidc.client-secret", TestProvider.CLIENT_SECRET),
        entry("slipway.oidc.name", "Example"),
        entry("slipway.oidc.roles-claim", "realm_access.roles"),
        entry("slipway.oidc.admin-roles", "video-admins"),
        entry("slipway.oidc.creator-roles", "video-creators,video-editors"),
        entry("slipway.oidc.viewer-roles", "video-viewers"));
  }
}
