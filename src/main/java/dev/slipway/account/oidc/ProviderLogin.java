package dev.slipway.account.oidc;

import dev.slipway.account.login.ExternalLogin;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Offers the provider on the login page, and logs people out there as well. */
@ApplicationScoped
class ProviderLogin implements ExternalLogin {
  private final OidcSettings settings;
  private final Provider provider;

  ProviderLogin(OidcSettings settings, Provider provider) {
    this.settings = settings;
    this.provider = provider;
  }

  @Override
  public Optional<Offer> offer() {
    return settings.isEnabled()
        ? Optional.of(new Offer(settings.name(), provider.isUnreachable()))
        : Optional.empty();
  }

  /**
   * @see <a href="https://openid.net/specs/openid-connect-rpinitiated-1_0.html">OpenID Connect
   *     RP-Initiated Logout 1.0</a>
   */
  @Override
  public Optional<URI> logOutUrl(String sessionToken, URI afterwards) {
    if (!settings.isEnabled()) {
      return Optional.empty();
    }
    return OidcSession.findByToken(sessionToken)
        .filter(session -> session.issuer.equals(settings.issuer()))
        .flatMap(session -> logOutUrl(session, sessionToken, afterwards));
  }

  private Optional<URI> logOutUrl(OidcSession session, String sessionToken, URI afterwards) {
    return endSession()
        .map(
            url -> {
              var query = new LinkedHashMap<String, String>();
              IdTokenSeal.open(session.sealedIdToken, sessionToken)
                  .ifPresent(token -> query.put("id_token_hint", token));
              query.put("client_id", settings.clientId());
              query.put("post_logout_redirect_uri", afterwards.toString());
              return OidcLogin.withQuery(url, query);
            });
  }

  /** Empty if the provider has no logout, or can't be reached: then only our session ends. */
  private Optional<URI> endSession() {
    try {
      return Optional.ofNullable(provider.metadata().endSession());
    } catch (IOException unreachable) {
      return Optional.empty();
    }
  }
}
