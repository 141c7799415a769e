package dev.slipway.account.token;

import dev.slipway.account.SecretToken;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.LogText;
import dev.slipway.web.ratelimit.LogLimit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
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
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Authenticates requests below {@code /api} by {@code Authorization: Bearer}. Pages accept no
 * tokens because they are for people, and notifications have a secret of their own. A request with
 * an invalid token fails, even if it also has a valid session cookie.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/rfc6750">RFC 6750</a>
 */
@Startup
@ApplicationScoped
class ApiTokenAuthenticationMechanism implements HttpAuthenticationMechanism {
  private static final Logger LOG = Logger.getLogger(ApiTokenAuthenticationMechanism.class);

  /**
   * Matches any text after the scheme, also a line separator: the CSRF filter lets a request with
   * this header pass, so it must not be authenticated by its cookie instead.
   */
  private static final Pattern BEARER_PATTERN =
      Pattern.compile("bearer(?: +(.*))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /**
   * An encoded slash is none for the endpoints, but the API answers such an address with 404, and
   * that only to callers who are known.
   */
  private static final Pattern API = Pattern.compile("/api(?:/|%2[fF])");

  private static final int HTTP_UNAUTHORIZED = 401;

  /** Anyone can send invalid tokens, so the log shows only some; the metric counts all. */
  private final LogLimit logLimit;

  private final Counter refusedTokens;

  ApiTokenAuthenticationMechanism(MeterRegistry registry, Clock clock) {
    logLimit = LogLimit.forLines(clock);
    refusedTokens =
        Counter.builder("slipway.tokens.refused")
            .description("API tokens that were unknown, expired or revoked")
            .register(registry);
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    return findToken(context)
        .map(
            token ->
                identities
                    .authenticate(
                        new ApiTokenAuthenticationRequest(
                            token, ClientAddress.of(context.request())))
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

  /** Higher than that of the session cookie. */
  @Override
  public int getPriority() {
    return DEFAULT_PRIORITY + 1;
  }

  private static Optional<SecretToken> findToken(RoutingContext context) {
    var header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !API.matcher(context.normalizedPath()).lookingAt()) {
      return Optional.empty();
    }
    var matcher = BEARER_PATTERN.matcher(header);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var token = matcher.group(1);
    return Optional.of(new SecretToken(token == null ? "" : token.strip()));
  }

  private void recordRefusal(RoutingContext context) {
    refusedTokens.increment();
    var address = ClientAddress.of(context.request());
    if (logLimit.tryAcquire(address)) {
      LOG.infof(
          "Refused an API token from %s for %s",
          address.text(), LogText.ofPath(context.normalizedPath()));
    }
  }
}
