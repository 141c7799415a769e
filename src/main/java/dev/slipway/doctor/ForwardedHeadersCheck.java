package dev.slipway.doctor;

import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Whether what proxies say of a request is believed, and from them alone. The address of who logs
 * in, the scheme that makes a cookie Secure, and the host that redirects lead to come from it.
 */
@ApplicationScoped
class ForwardedHeadersCheck implements Check {
  private static final String HOW_TO_FIX =
      " Set QUARKUS_HTTP_PROXY_TRUSTED_PROXIES to the address or network of the proxy; see"
          + " docs/proxy.md.";

  private final ForwardedHeadersConfig config;
  private final BooleanSupplier terminatesTls;

  @Inject
  ForwardedHeadersCheck(ForwardedHeadersConfig config, HttpServer server) {
    this(config, () -> server.getSecurePort() > 0);
  }

  /**
   * @param endsTls whether the application has a port for https itself
   */
  ForwardedHeadersCheck(ForwardedHeadersConfig config, BooleanSupplier endsTls) {
    this.config = config;
    this.terminatesTls = endsTls;
  }

  @Override
  public String name() {
    return "Forwarded headers";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    return config.isForwardingEnabled()
        ? checkTrustedProxies(config.trustedProxies())
        : checkIgnored(pageOrigin);
  }

  private static CheckResult checkTrustedProxies(List<String> proxies) {
    if (proxies.isEmpty()) {
      return CheckResult.broken(
          "Whoever reaches the application may say in X-Forwarded-For who they are: guessing"
              + " passwords has no limit for them."
              + HOW_TO_FIX);
    }
    if (proxies.stream().anyMatch(proxy -> proxy.strip().endsWith("/0"))) {
      return CheckResult.broken(
          "QUARKUS_HTTP_PROXY_TRUSTED_PROXIES has %s, which is everybody: they may say in"
                  .formatted(String.join(",", proxies))
              + " X-Forwarded-For who they are."
              + HOW_TO_FIX);
    }
    return CheckResult.fine("They count from %s alone.".formatted(String.join(", ", proxies)));
  }

  private CheckResult checkIgnored(String pageOrigin) {
    if (pageOrigin != null && pageOrigin.startsWith("https:") && !terminatesTls.getAsBoolean()) {
      return CheckResult.weak(
          ("Browsers have the pages from %s, and a proxy that ends TLS is not believed: cookies are not"
                      + " Secure, and everybody who logs in has the proxy's address. Set"
                      + " QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING to true.")
                  .formatted(pageOrigin)
              + HOW_TO_FIX);
    }
    return CheckResult.fine("They are ignored: who asks is who connects.");
  }
}
