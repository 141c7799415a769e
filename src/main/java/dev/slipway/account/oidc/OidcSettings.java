package dev.slipway.account.oidc;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The validated settings of the provider. Wrong ones prevent the start, and say what to do. */
@Startup
@ApplicationScoped
class OidcSettings {
  private static final String OPENID = "openid";

  private final OidcConfig config;
  private final String issuer;

  /**
   * @param localLogin whether people can log in with passwords
   * @throws IllegalStateException if settings are missing or contradict each other
   * @throws IllegalArgumentException if the issuer is not a secure address
   */
  OidcSettings(
      OidcConfig config,
      @ConfigProperty(name = "slipway.login.local", defaultValue = "true") boolean localLogin) {
    this.config = config;
    this.issuer = config.issuer().map(OidcSettings::requireIssuer).orElse(null);
    if (isEnabled()) {
      validate();
    } else if (!localLogin) {
      throw new IllegalStateException(
          "SLIPWAY_LOGIN_LOCAL is false and SLIPWAY_OIDC_ISSUER is not set, so nobody could log in."
              + " Set the provider, or switch the local login on.");
    }
  }

  boolean isEnabled() {
    return issuer != null;
  }

  /** As it appears in tokens: exactly as configured. */
  String issuer() {
    return issuer;
  }

  /** The address of the discovery document. */
  URI discovery() {
    var base = issuer.endsWith("/") ? issuer : issuer + "/";
    return URI.create(base + ".well-known/openid-configuration");
  }

  String clientId() {
    return config.clientId().orElseThrow();
  }

  Optional<String> clientSecret() {
    return config.clientSecret();
  }

  /** Completes the button's text: Log in with … */
  String name() {
    return config.name();
  }

  String scopes() {
    return String.join(" ", scopeList());
  }

  String usernameClaim() {
    return config.usernameClaim();
  }

  /** Empty if any authentication context is accepted. */
  Set<String> requiredAcr() {
    return config.requiredAcr().orElse(Set.of());
  }

  Optional<Duration> maxAge() {
    return config.maxAge();
  }

  RoleMapping roleMapping() {
    return new RoleMapping(config);
  }

  private static String requireIssuer(String text) {
    var issuer = text.strip();
    if (ProviderUrl.parse("SLIPWAY_OIDC_ISSUER", issuer).getRawQuery() != null) {
      throw new IllegalArgumentException("SLIPWAY_OIDC_ISSUER must not have a query.");
    }
    return issuer;
  }

  private void validate() {
    if (config.clientId().isEmpty()) {
      throw new IllegalStateException(
          "SLIPWAY_OIDC_ISSUER is set without SLIPWAY_OIDC_CLIENT_ID. Register Slipway at the"
              + " provider, and set the client id and secret that it shows.");
    }
    if (!scopeList().contains(OPENID)) {
      throw new IllegalStateException(
          "SLIPWAY_OIDC_SCOPES must contain openid, otherwise the provider issues no ID token.");
    }
    var hasMappedRoles =
        config.adminRoles().isPresent()
            || config.creatorRoles().isPresent()
            || config.viewerRoles().isPresent();
    if (hasMappedRoles != config.rolesClaim().isPresent()) {
      throw new IllegalStateException(
          "SLIPWAY_OIDC_ROLES_CLAIM and at least one of SLIPWAY_OIDC_ADMIN_ROLES,"
              + " SLIPWAY_OIDC_CREATOR_ROLES and SLIPWAY_OIDC_VIEWER_ROLES belong together.");
    }
    if (!hasMappedRoles && config.defaultRole().isEmpty()) {
      throw new IllegalStateException(
          "With these settings nobody could log in with OpenID Connect. Set"
              + " SLIPWAY_OIDC_DEFAULT_ROLE, or SLIPWAY_OIDC_ROLES_CLAIM and the provider's roles"
              + " that SLIPWAY_OIDC_CREATOR_ROLES and others name.");
    }
    if (config.maxAge().filter(age -> age.isNegative()).isPresent()) {
      throw new IllegalStateException("SLIPWAY_OIDC_MAX_AGE must not be negative.");
    }
  }

  private List<String> scopeList() {
    return Arrays.asList(config.scopes().strip().split("[\\s,]+"));
  }
}
