package dev.slipway.account.login;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Authenticates requests by their session cookie. */
@ApplicationScoped
class SessionAuthenticationMechanism implements HttpAuthenticationMechanism {
  /** A page that is only open reconnects here again and again, so this doesn't count as use. */
  private static final String LIVE_CHANGES = "/api/changes";

  private static final int HTTP_UNAUTHORIZED = 401;

  private final SessionCookies cookies;

  SessionAuthenticationMechanism(SessionCookies cookies) {
    this.cookies = cookies;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    var token = cookies.tokenOf(context.request());
    if (token == null) {
      return Uni.createFrom().nullItem();
    }
    var isUse = !context.normalizedPath().equals(LIVE_CHANGES);
    return identities.authenticate(new SessionAuthenticationRequest(token, isUse));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(HTTP_UNAUTHORIZED, null, null));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(SessionAuthenticationRequest.class);
  }
}
