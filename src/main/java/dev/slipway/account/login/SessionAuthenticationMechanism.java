package dev.slipway.account.login;

import dev.slipway.web.path.HostCookie;
import dev.slipway.web.path.PathPrefix;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Authenticates requests by their session cookie. */
@ApplicationScoped
class SessionAuthenticationMechanism implements HttpAuthenticationMechanism {
  /** The base name of the session cookie. */
  static final String COOKIE = "slipway_session";

  static final String CREDENTIAL_TYPE = "session";
  private static final int HTTP_UNAUTHORIZED = 401;

  private final PathPrefix prefix;

  SessionAuthenticationMechanism(PathPrefix prefix) {
    this.prefix = prefix;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    var request = context.request();
    var cookie = request.getCookie(HostCookie.of(COOKIE, request, prefix).name());
    if (cookie == null || cookie.getValue().isEmpty()) {
      return Uni.createFrom().nullItem();
    }
    var token = new TokenCredential(cookie.getValue(), CREDENTIAL_TYPE);
    return identities.authenticate(new TokenAuthenticationRequest(token));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(HTTP_UNAUTHORIZED, null, null));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(TokenAuthenticationRequest.class);
  }
}
