package dev.slipway.account.oidc;

import dev.slipway.account.login.Browser;
import dev.slipway.account.login.LoginThrottle;
import dev.slipway.account.login.RefusedLogins;
import dev.slipway.account.oidc.OidcAccounts.BegunSession;
import dev.slipway.account.oidc.OidcRefusal.Reason;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.KebabCase;
import dev.slipway.web.LogText;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import org.jboss.logging.Logger;

/**
 * The authorization code flow: sends people to the provider, and begins a session when they return.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth">OpenID Connect
 *     Core 1.0, section 3.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700">RFC 9700, security of OAuth 2.0</a>
 */
@ApplicationScoped
class OidcLogin {
  private static final Logger LOG = Logger.getLogger(OidcLogin.class);

  private final OidcSettings settings;
  private final Provider provider;
  private final TokenEndpoint tokens;
  private final IdTokenVerifier verifier;
  private final OidcAccounts accounts;
  private final LoginThrottle throttle;
  private final RefusedLogins refusals;
  private final OidcMetrics metrics;

  OidcLogin(
      OidcSettings settings,
      Provider provider,
      TokenEndpoint tokens,
      IdTokenVerifier verifier,
      OidcAccounts accounts,
      LoginThrottle throttle,
      RefusedLogins refusals,
      OidcMetrics metrics) {
    this.settings = settings;
    this.provider = provider;
    this.tokens = tokens;
    this.verifier = verifier;
    this.accounts = accounts;
    this.throttle = throttle;
    this.refusals = refusals;
    this.metrics = metrics;
  }

  /**
   * The parameters with which the provider sends a browser back. Each may be null.
   *
   * @param issuer RFC 9207
   */
  record Answer(String code, String error, String issuer) {}

  /**
   * Returns the address at the provider to which the browser is sent.
   *
   * @param redirect to which the provider sends the browser back
   * @param asksAgain whether people who are logged in at the provider log in again, maybe as
   *     another person
   */
  URI authorizationUrl(PendingLogin login, URI redirect, boolean asksAgain) throws OidcRefusal {
    var query = new LinkedHashMap<String, String>();
    query.put("response_type", "code");
    query.put("client_id", settings.clientId());
    query.put("redirect_uri", redirect.toString());
    query.put("scope", settings.scopes());
    query.put("state", login.state());
    query.put("nonce", login.nonce());
    query.put("code_challenge", login.challenge());
    query.put("code_challenge_method", "S256");
    if (!settings.requiredAcr().isEmpty()) {
      query.put("acr_values", String.join(" ", settings.requiredAcr()));
    }
    settings.maxAge().ifPresent(age -> query.put("max_age", Long.toString(age.toSeconds())));
    if (asksAgain) {
      query.put("prompt", "login");
    }
    return withQuery(metadata().authorization(), query);
  }

  /** Adds parameters to an address that may have some. */
  static URI withQuery(URI url, LinkedHashMap<String, String> query) {
    var separator = url.getRawQuery() == null ? "?" : "&";
    return URI.create(url + separator + ProviderHttp.encode(query));
  }

  /**
   * Begins a session for the person whom the provider has authenticated.
   *
   * @param login that this browser began and the answer's state belongs to
   * @param previousSession the token of the session that the browser has now, or null
   */
  BegunSession finish(
      PendingLogin login, Answer answer, URI redirect, Browser browser, String previousSession)
      throws OidcRefusal {
    checkAnswer(answer);
    var address = browser.address();
    var attempt = OidcAccounts.METHOD + " " + login.state();
    if (throttle.recordAttempt(attempt, address.network()).isPresent()) {
      throw new OidcRefusal(Reason.THROTTLED, "too many failures of this network");
    }
    var text = tokens.exchange(answer.code(), login.verifier(), redirect);
    var session = accounts.begin(verifier.verify(text, login.nonce()), browser, previousSession);
    throttle.clearFailures(attempt, address.network());
    metrics.recordSucceeded();
    LOG.infof("%s logged in from %s with OpenID Connect", session.account().name, address.text());
    return session;
  }

  /** Records a login that failed. */
  void recordRefusal(OidcRefusal refusal, ClientAddress address) {
    metrics.recordRefused(refusal.reason());
    var reason =
        "%s, %s: %s"
            .formatted(
                OidcAccounts.METHOD,
                KebabCase.of(refusal.reason()),
                LogText.of(refusal.getMessage()));
    if (refusal.reason() == Reason.THROTTLED) {
      refusals.recordThrottled(null, reason, address);
    } else {
      refusals.recordRefused(reason, address);
    }
  }

  private void checkAnswer(Answer answer) throws OidcRefusal {
    // Another provider's answer must not be mistaken for one of this provider (mix-up attack).
    var isMissing = answer.issuer() == null && metadata().sendsIssuer();
    if (isMissing || answer.issuer() != null && !answer.issuer().equals(settings.issuer())) {
      throw new OidcRefusal(Reason.PROVIDER_FAULTY, "the answer is of another issuer");
    }
    if (answer.error() != null) {
      throw refusalOf(answer.error());
    }
    if (answer.code() == null || answer.code().isEmpty()) {
      throw new OidcRefusal(Reason.PROVIDER_FAULTY, "the answer has neither a code nor an error");
    }
  }

  private static OidcRefusal refusalOf(String error) {
    var reason =
        switch (error) {
          case "access_denied", "login_required", "interaction_required", "consent_required" ->
              Reason.DENIED;
          case "unmet_authentication_requirements" -> Reason.STRONGER_LOGIN_NEEDED;
          case "temporarily_unavailable", "server_error" -> Reason.PROVIDER_UNREACHABLE;
          default -> Reason.PROVIDER_FAULTY;
        };
    return new OidcRefusal(reason, "the provider answered with the error " + LogText.of(error));
  }

  private ProviderMetadata metadata() throws OidcRefusal {
    try {
      return provider.metadata();
    } catch (IOException e) {
      throw new OidcRefusal(Reason.PROVIDER_UNREACHABLE, e.getMessage(), e);
    }
  }
}
