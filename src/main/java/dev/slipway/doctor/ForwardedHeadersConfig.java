package dev.slipway.doctor;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** Quarkus's own settings for forwarded headers. */
@ApplicationScoped
class ForwardedHeadersConfig {
  private static final String PROXY = "quarkus.http.proxy.";

  private final Config config;

  ForwardedHeadersConfig(Config config) {
    this.config = config;
  }

  boolean isForwardingEnabled() {
    return config.getOptionalValue(PROXY + "proxy-address-forwarding", Boolean.class).orElse(false);
  }

  /** Returns the proxies whose headers are accepted; empty accepts them from every client. */
  List<String> trustedProxies() {
    return config.getOptionalValues(PROXY + "trusted-proxies", String.class).orElse(List.of());
  }
}
