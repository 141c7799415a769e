package dev.slipway.account.oidc;

import dev.slipway.account.Role;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The provider, and what its claims mean here. Without an issuer there is only the local login. */
@ConfigMapping(prefix = "slipway.oidc")
interface OidcConfig {
  /** The issuer as in the provider's discovery document, such as {@code https://id.example}. */
  Optional<String> issuer();

  Optional<String> clientId();

  /** None for a public client, which proves itself by PKCE alone. */
  Optional<String> clientSecret();

  /** Completes the button's text: Log in with … */
  @WithDefault("single sign-on")
  String name();

  /** Separated by spaces. */
  @WithDefault("openid profile")
  String scopes();

  /** The claim from which the name of a new account is made. */
  @WithDefault("preferred_username")
  String usernameClaim();

  /** The claim with the provider's roles or groups: its name, or a path such as {@code a.b}. */
  Optional<String> rolesClaim();

  Optional<Set<String>> adminRoles();

  Optional<Set<String>> creatorRoles();

  Optional<Set<String>> viewerRoles();

  /** The role of people to whom the provider gives none of these; they are refused without it. */
  Optional<Role> defaultRole();

  /** Authentication contexts of which the provider must confirm one, such as that of MFA. */
  Optional<Set<String>> requiredAcr();

  /** How long ago people may have proved at the provider who they are. */
  Optional<Duration> maxAge();
}
