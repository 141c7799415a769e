package dev.slipway.account.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.account.oidc.OidcRefusal.Reason;
import dev.slipway.testing.Asvs;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the configuration asks of a login; what all tokens must have is in OidcLoginTest. */
class IdTokenVerifierTest {
  private final TestProvider server = TestProvider.start(0);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Asvs({"6.3.3", "6.8.4"})
  void asksForAnAuthenticationContext() throws Exception {
    var verifier = verifier(Map.of("required-acr", "mfa,phr"));

    assertThat(verify(verifier, "acr", "phr").subject()).isEqualTo("anna");
    expectStrongerLoginNeeded(verifier, "acr", "pwd");
    expectStrongerLoginNeeded(verifier, "other", "mfa");
  }

  @Test
  void asksForARecentLogin() throws Exception {
    var verifier = verifier(Map.of("max-age", "PT1H"));
    var now = Instant.now().getEpochSecond();

    assertThat(verify(verifier, "auth_time", now - 3_600).sessionId()).isEqualTo("session of anna");
    expectStrongerLoginNeeded(verifier, "auth_time", now - 3_700);
    expectStrongerLoginNeeded(verifier, "other", now);
  }

  @Test
  void ignoresBothWithoutASetting() throws Exception {
    assertThat(verify(verifier(Map.of()), "auth_time", 1).claim("preferred_username"))
        .isEqualTo("anna");
  }

  @Test
  void refusesClaimsOfAWrongType() {
    var verifier = verifier(Map.of("max-age", "PT1H"));
    for (var claim : new String[] {"auth_time", "acr", "azp", "sid"}) {
      assertThatThrownBy(() -> verify(verifier, claim, Map.of()))
          .as(claim)
          .isInstanceOf(OidcRefusal.class);
    }
  }

  private void expectStrongerLoginNeeded(IdTokenVerifier verifier, String claim, Object value) {
    assertThatThrownBy(() -> verify(verifier, claim, value))
        .isInstanceOfSatisfying(
            OidcRefusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.STRONGER_LOGIN_NEEDED));
  }

  private IdTokenVerifier.IdToken verify(IdTokenVerifier verifier, String claim, Object value)
      throws OidcRefusal {
    var claims = server.claims("anna", "n");
    claims.put(claim, value);
    return verifier.verify(TestProvider.sign(claims), "n");
  }

  private IdTokenVerifier verifier(Map<String, String> others) {
    var config = new HashMap<>(others);
    config.put("issuer", server.issuer());
    config.put("client-id", TestProvider.CLIENT_ID);
    config.put("default-role", "viewer");
    var settings = new OidcSettings(OidcSettingsTest.config(config), true);
    var clock = Clock.systemUTC();
    var provider = new Provider(settings, new ProviderHttp(), new ObjectMapper(), clock);
    return new IdTokenVerifier(
        settings, new ProviderTokenVerifier(settings, provider, clock), clock);
  }
}
