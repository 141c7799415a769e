package dev.slipway.account.oidc;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.web.path.PathPrefix;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Checks that the OpenID Connect provider can be reached, and is the configured one. */
@ApplicationScoped
class ProviderCheck implements Check {
  private final OidcSettings settings;
  private final Provider provider;
  private final PathPrefix prefix;

  ProviderCheck(OidcSettings settings, Provider provider, PathPrefix prefix) {
    this.settings = settings;
    this.provider = provider;
    this.prefix = prefix;
  }

  @Override
  public String name() {
    return "OpenID Connect provider";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    if (!settings.isEnabled()) {
      return CheckResult.fine("Not in use: people log in with passwords of this application.");
    }
    try {
      provider.check();
    } catch (IOException e) {
      return CheckResult.broken(
          "Nobody can log in with %s: %s. Check SLIPWAY_OIDC_ISSUER and the network; see docs/oidc.md."
              .formatted(settings.name(), e.getMessage()));
    }
    var address = pageOrigin == null ? "<address of this application>" : pageOrigin;
    return CheckResult.fine(
        "%s publishes its addresses and keys. Its redirect URI for this application must be %s."
            .formatted(settings.issuer(), address + prefix.addTo(OidcPages.CALLBACK)));
  }
}
