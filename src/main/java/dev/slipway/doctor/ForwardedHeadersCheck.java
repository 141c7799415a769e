package dev.slipway.doctor;

import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.Config;

/**
 * Checks that forwarded headers are accepted from trusted proxies only. They supply the client
 * address for login throttling, the scheme that makes cookies Secure, and the host of redirects.
 */
@ApplicationScoped
class ForwardedHeadersCheck implements Check {
  private static final String HOW_TO_FIX =
      " Set QUARKUS_HTTP_PROXY_TRUSTED_PROXIES to the address or network of the proxy; see"
          + " docs/proxy.md.";

  /** The prefix of Quarkus's own settings. */
  private static final String PROXY_SETTINGS = "quarkus.http.proxy.";

  private final Config config;
  private final BooleanSupplier terminatesTls;

  @Inject
  ForwardedHeadersCheck(Config config, HttpServer server) {
    this(config, () -> server.getSecurePort() > 0);
  }

  /**
   * @param terminatesTls whether the application itself has an HTTPS port
   */
  ForwardedHeadersCheck(Config config, BooleanSupplier terminatesTls) {
    this.config = config;
    this.terminatesTls = terminatesTls;
  }

  @Override
  public String name() {
    return "Forwarded headers";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    return isForwardingEnabled() ? checkTrustedProxies(trustedProxies()) : checkIgnored(pageOrigin);
  }

  private boolean isForwardingEnabled() {
    return config
        .getOptionalValue(PROXY_SETTINGS + "proxy-address-forwarding", Boolean.class)
        .orElse(false);
  }

  /** Returns the proxies whose headers are accepted; empty accepts them from every client. */
  private List<String> trustedProxies() {
    return config
        .getOptionalValues(PROXY_SETTINGS + "trusted-proxies", String.class)
        .orElse(List.of());
  }

  private static CheckResult checkTrustedProxies(List<String> proxies) {
    if (proxies.isEmpty()) {
      return CheckResult.broken(
          "Every client can fake its address with X-Forwarded-For and so bypass the limit on"
              + " failed logins."
              + HOW_TO_FIX);
    }
    if (proxies.stream().anyMatch(proxy -> proxy.strip().endsWith("/0"))) {
      return CheckResult.broken(
          "QUARKUS_HTTP_PROXY_TRUSTED_PROXIES is %s, which includes every client: each can fake its"
                  .formatted(String.join(",", proxies))
              + " address with X-Forwarded-For."
              + HOW_TO_FIX);
    }
    return CheckResult.fine("Accepted from %s only.".formatted(String.join(", ", proxies)));
  }

  private CheckResult checkIgnored(String pageOrigin) {
    if (pageOrigin != null && pageOrigin.startsWith("https:") && !terminatesTls.getAsBoolean()) {
      return CheckResult.weak(
          ("Browsers load the pages from %s, but the headers of the proxy that terminates TLS are"
                      + " ignored: cookies are not Secure, and all logins seem to come from the proxy's"
                      + " address. Set QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING to true.")
                  .formatted(pageOrigin)
              + HOW_TO_FIX);
    }
    return CheckResult.fine("Ignored: the client address is that of the connection.");
  }
}
