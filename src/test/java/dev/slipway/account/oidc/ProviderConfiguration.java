package dev.slipway.account.oidc;

import static java.util.Map.entry;

import dev.slipway.testing.FreePort;
import java.util.Map;

/** The settings of an application with a provider, for test profiles. */
public final class ProviderConfiguration {
  private ProviderConfiguration() {}

  /** With a provider that doesn't run yet: each test starts one on the configured port. */
  public static Map<String, String> create() {
    return Map.ofEntries(
        entry("quarkus.http.proxy.proxy-address-forwarding", "true"),
        entry("quarkus.http.proxy.trusted-proxies", "127.0.0.1/32"),
        entry("slipway.oidc.issuer", "http://127.0.0.1:" + FreePort.find()),
        entry("slipway.oidc.client-id", TestProvider.CLIENT_ID),
        entry("slipway.oidc.client-secret", TestProvider.CLIENT_SECRET),
        entry("slipway.oidc.name", "Example"),
        entry("slipway.oidc.roles-claim", "realm_access.roles"),
        entry("slipway.oidc.admin-roles", "video-admins"),
        entry("slipway.oidc.creator-roles", "video-creators,video-editors"),
        entry("slipway.oidc.viewer-roles", "video-viewers"));
  }
}
