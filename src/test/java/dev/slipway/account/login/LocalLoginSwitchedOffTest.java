package dev.slipway.account.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.AccountPasswords;
import dev.slipway.account.Accounts;
import dev.slipway.account.login.LoginResult.Outcome;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.path.PathPrefix;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** People can only log in at another system. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LocalLoginSwitchedOffTest {
  private static final ClientAddress ADDRESS = ClientAddress.of("192.0.2.77");

  private static final LoginConfig SWITCHED_OFF =
      new SmallRyeConfigBuilder()
          .withMapping(LoginConfig.class)
          .withDefaultValue("slipway.login.local", "false")
          .build()
          .getConfigMapping(LoginConfig.class);

  @Inject Accounts accounts;
  @Inject AccountPasswords passwords;
  @Inject LoginSessions sessions;
  @Inject LoginQueue queue;
  @Inject LoginThrottle throttle;
  @Inject RefusedLogins refusals;
  @Inject LoginMetrics metrics;
  @Inject PathPrefix prefix;

  @Test
  void noPasswordIsAccepted() {
    var logins =
        new LoginService(
            accounts, passwords, sessions, queue, throttle, refusals, metrics, SWITCHED_OFF);

    assertThat(logins.logIn("creator", "creator-demo", new Browser(ADDRESS, null), null).outcome())
        .isEqualTo(Outcome.SWITCHED_OFF);
    assertThat(logins.verify("creator", "creator-demo", ADDRESS)).isEmpty();
  }

  @Test
  void theLoginPageHasNoFormForPasswords() {
    var page = page(false);

    assertThat(page)
        .contains("class=\"button primary wide\" href=\"/login/oidc?return=%2Fvideos\"")
        .contains("Log in with Elsewhere")
        .doesNotContain("name=\"password\"", "creator-demo", "be reached", "Forgot your password");
  }

  @Test
  void theLoginPageTellsThatTheOtherSystemIsUnreachable() {
    assertThat(page(true)).contains("be reached at the moment. Try again.");
  }

  private String page(boolean unreachable) {
    var responses =
        new LoginResponses(
            SWITCHED_OFF,
            null,
            new SessionCookies(SWITCHED_OFF, prefix, new SecureRandom()),
            accounts,
            new Elsewhere(unreachable),
            prefix);
    var page = responses.page(Response.Status.OK, "/videos", null, null).build().getEntity();
    return ((TemplateInstance) page).render();
  }

  private record Elsewhere(boolean unreachable) implements ExternalLogin {
    @Override
    public Optional<Offer> offer() {
      return Optional.of(new Offer("Elsewhere", unreachable));
    }

    @Override
    public Optional<URI> logOutUrl(String sessionToken, URI afterwards) {
      return Optional.empty();
    }
  }
}
