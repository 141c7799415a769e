package dev.slipway.testing;

import dev.slipway.account.oidc.ProviderConfiguration;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/**
 * The application behind a TLS proxy on this machine, below a path, without the lab, the store on
 * another host, and with an OpenID provider that tests start.
 */
public final class BehindProxyProfile implements QuarkusTestProfile {
  public static final String PREFIX = "/video";

  /** With capitals and the default port, which browsers normalise. */
  public static final String STORE_ORIGIN = "https://Store.Example:443";

  public static final String HOST = "tools.example";

  public static final int ANONYMOUS_SIGN_BURST = 3;

  @Override
  public Map<String, String> getConfigOverrides() {
    var overrides = new HashMap<>(ProviderConfiguration.create());
    overrides.putAll(
        Map.of(
            "quarkus.http.proxy.enable-forwarded-host",
            "true",
            "slipway.demo-hosts",
            HOST,
            "slipway.limits.sign-anonymous-burst",
            Integer.toString(ANONYMOUS_SIGN_BURST),
            // So slow that no permit is refilled during a test.
            "slipway.limits.sign-anonymous-per-second",
            "0.001",
            "slipway.lab.enabled",
            "false",
            "slipway.path.prefix",
            PREFIX,
            "slipway.store.public-endpoint",
            STORE_ORIGIN));
    return overrides;
  }
}
