package dev.slipway.doctor;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** Quarkus's own settings of who may say, in a header, for whom a request is. */
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

  /** From whom alone they are taken; empty for anybody. */
  List<String> trustedProxies() {
    return config.getOptionalValues(PROXY + "trusted-proxies", String.class).orElse(List.of());
  }
}
