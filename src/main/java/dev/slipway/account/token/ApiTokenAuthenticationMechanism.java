package dev.slipway.account.token;

import dev.slipway.account.AccountMetrics;
import dev.slipway.account.SecretToken;
import dev.slipway.web.LogText;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Recognises programs by {@code Authorization: Bearer}, below {@code /api} alone: pages are for
 * people, and notifications have a secret of their own. Whoever sends a token is who it says, or
 * nobody at all; a cookie beside it does not count.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/rfc6750">RFC 6750</a>
 */
@ApplicationScoped
class ApiTokenAuthenticationMechanism implements HttpAuthenticationMechanism {
  private static final Logger LOG = Logger.getLogger(ApiTokenAuthenticationMechanism.class);
  private static final Pattern BEARER_PATTERN =
      Pattern.compile("bearer(?: +(.*))?", Pattern.CASE_INSENSITIVE);

  private static final int HTTP_UNAUTHORIZED = 401;

  private final AccountMetrics metrics;

  ApiTokenAuthenticationMechanism(AccountMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    return findToken(context)
        .map(
            token ->
                identities
                    .authenticate(new ApiTokenAuthenticationRequest(token))
                    .onFailure(AuthenticationFailedException.class)
                    .invoke(() -> recordRefusal(context)))
        .orElseGet(() -> Uni.createFrom().nullItem());
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom()
        .item(new ChallengeData(HTTP_UNAUTHORIZED, "WWW-Authenticate", "Bearer"));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(ApiTokenAuthenticationRequest.class);
  }

  /** Before sessions. */
  @Override
  public int getPriority() {
    return DEFAULT_PRIORITY + 1;
  }

  private void recordRefusal(RoutingContext context) {
    metrics.recordRefusedToken();
    LOG.infof(
        "Refused an API token from %s for %s",
        context.request().remoteAddress().hostAddress(), LogText.of(context.normalizedPath()));
  }

  private static Optional<SecretToken> findToken(RoutingContext context) {
    var header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !context.normalizedPath().startsWith("/api/")) {
      return Optional.empty();
    }
    var matcher = BEARER_PATTERN.matcher(header);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var token = matcher.group(1);
    return Optional.of(new SecretToken(token == null ? "" : token.strip()));
  }
}
