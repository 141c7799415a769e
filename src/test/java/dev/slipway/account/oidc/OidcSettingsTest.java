package dev.slipway.account.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.Role;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OidcSettingsTest {
  private static final String ISSUER = "https://id.example/realms/a";

  @Test
  void areDisabledByDefault() {
    assertThat(settings(Map.of()).isEnabled()).isFalse();
  }

  @Test
  void haveDefaults() {
    var settings = settings(valid(Map.of()));

    assertThat(settings.isEnabled()).isTrue();
    assertThat(settings.issuer()).isEqualTo(ISSUER);
    assertThat(settings.discovery()).hasToString(ISSUER + "/.well-known/openid-configuration");
    assertThat(settings.scopes()).isEqualTo("openid profile");
    assertThat(settings.name()).isEqualTo("single sign-on");
    assertThat(settings.usernameClaim()).isEqualTo("preferred_username");
    assertThat(settings.clientSecret()).isEmpty();
    assertThat(settings.requiredAcr()).isEmpty();
  }

  @Test
  void readsTheConfiguration() {
    var settings =
        settings(
            valid(
                Map.of(
                    "issuer", "http://127.0.0.1:8180/",
                    "scopes", "openid, email",
                    "required-acr", "mfa,phr",
                    "max-age", "PT1H")));

    assertThat(settings.discovery())
        .hasToString("http://127.0.0.1:8180/.well-known/openid-configuration");
    assertThat(settings.scopes()).isEqualTo("openid email");
    assertThat(settings.requiredAcr()).containsExactlyInAnyOrder("mfa", "phr");
    assertThat(settings.maxAge()).contains(Duration.ofHours(1));
  }

  @Test
  void rejectsAnInsecureIssuer() {
    for (var issuer :
        List.of(
            "http://id.example",
            "id.example",
            "ftp://id.example",
            "https://",
            "https://a b",
            "https://id.example#x",
            "https://user@id.example",
            "https://id.example?x=1")) {
      assertThatThrownBy(() -> settings(valid(Map.of("issuer", issuer))))
          .as(issuer)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("SLIPWAY_OIDC_ISSUER must");
    }
  }

  @Test
  void needAClient() {
    assertThatThrownBy(() -> settings(Map.of("issuer", ISSUER)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("without SLIPWAY_OIDC_CLIENT_ID");
  }

  @Test
  void needTheScopeThatBringsAnIdToken() {
    assertThatThrownBy(() -> settings(valid(Map.of("scopes", "profile"))))
        .hasMessageContaining("must contain openid");
  }

  @Test
  void needRolesThatSomebodyCanHave() {
    assertThatThrownBy(() -> settings(Map.of("issuer", ISSUER, "client-id", "slipway")))
        .hasMessageContaining("nobody could log in");
    assertThatThrownBy(() -> settings(valid(Map.of("admin-roles", "admins"))))
        .hasMessageContaining("belong together");
    assertThatThrownBy(() -> settings(valid(Map.of("roles-claim", "groups"))))
        .hasMessageContaining("belong together");
  }

  @Test
  void cannotReplaceThePasswordsWithNothing() {
    assertThatThrownBy(() -> new OidcSettings(config(Map.of()), false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SLIPWAY_LOGIN_LOCAL is false");
    assertThat(new OidcSettings(config(valid(Map.of())), false).isEnabled()).isTrue();
  }

  @Test
  void theHighestMappedRoleCounts() {
    var roles =
        settings(
                valid(
                    Map.of(
                        "roles-claim", "realm_access.roles",
                        "admin-roles", "admins,root",
                        "creator-roles", "creators",
                        "viewer-roles", "viewers")))
            .roleMapping();

    assertThat(roles.roleOf(claims(List.of("viewers", "root", "creators")))).contains(Role.ADMIN);
    assertThat(roles.roleOf(claims(List.of("viewers", "creators")))).contains(Role.CREATOR);
    assertThat(roles.roleOf(claims(List.of("viewers")))).contains(Role.VIEWER);
    assertThat(roles.roleOf(claims("admins"))).contains(Role.ADMIN);
    // The default, because none is mapped.
    assertThat(roles.roleOf(claims(List.of("ADMINS", 1)))).contains(Role.VIEWER);
    assertThat(roles.roleOf(Map.of("realm_access", "roles"))).contains(Role.VIEWER);
    assertThat(roles.roleOf(Map.of())).contains(Role.VIEWER);
  }

  @Test
  void aRoleIsNeededWithoutADefault() {
    var settings = valid(Map.of("roles-claim", "groups", "creator-roles", "a"));
    settings.remove("default-role");
    var roles = settings(settings).roleMapping();

    assertThat(roles.roleOf(Map.of("groups", List.of("b")))).isEmpty();
    assertThat(roles.roleOf(Map.of("groups", List.of("a")))).contains(Role.CREATOR);
  }

  /** Auth0 asks for addresses as names of claims. */
  @Test
  void aClaimMayHaveDotsInItsName() {
    var claim = "https://videos.example/roles";
    var roles =
        settings(valid(Map.of("roles-claim", claim, "admin-roles", "admins"))).roleMapping();

    assertThat(roles.roleOf(Map.of(claim, List.of("admins")))).contains(Role.ADMIN);
  }

  private static Map<String, Object> claims(Object roles) {
    return Map.of("realm_access", Map.of("roles", roles));
  }

  private static Map<String, String> valid(Map<String, String> others) {
    var settings = new HashMap<String, String>();
    settings.put("issuer", ISSUER);
    settings.put("client-id", "slipway");
    settings.put("default-role", "viewer");
    settings.putAll(others);
    return settings;
  }

  private static OidcSettings settings(Map<String, String> settings) {
    return new OidcSettings(config(settings), true);
  }

  static OidcConfig config(Map<String, String> settings) {
    var builder = new SmallRyeConfigBuilder().withMapping(OidcConfig.class);
    settings.forEach((name, value) -> builder.withDefaultValue("slipway.oidc." + name, value));
    return builder.build().getConfigMapping(OidcConfig.class);
  }
}
