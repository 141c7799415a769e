import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * An OpenID Connect provider on loopback: Spring Authorization Server, as it comes. It checks the
 * redirect URI, the client secret and PKCE, asks for consent, and has a logout. The tests start it
 * as a process of its own, because its libraries don't fit on the class path of the application.
 *
 * <p>Arguments: the port, the client secret, and the origin of the application. Each user's
 * password is the name followed by {@code -secret}; its groups are in the claim {@code groups}.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class SpringProvider {
  private static String port;
  private static String secret;
  private static String app;

  public static void main(String[] args) {
    port = args[0];
    secret = args[1];
    app = args[2];
    System.setProperty("server.address", "127.0.0.1");
    System.setProperty("server.port", port);
    System.setProperty("spring.main.banner-mode", "off");
    System.setProperty("logging.level.root", "warn");
    SpringApplication.run(SpringProvider.class);
    System.out.println("ready");
  }

  @Bean
  UserDetailsService users() {
    return new InMemoryUserDetailsManager(
        user("anna", "video-creators"),
        user("boss", "video-admins"),
        user("guest", "others"),
        user("carla", "video-creators"),
        user("creator2", "video-creators"));
  }

  @Bean
  RegisteredClientRepository clients() {
    return new InMemoryRegisteredClientRepository(
        RegisteredClient.withId("slipway")
            .clientId("slipway")
            .clientSecret("{noop}" + secret)
            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .redirectUri(app + "/login/oidc/callback")
            .postLogoutRedirectUri(app + "/login")
            .scope("openid")
            .scope("profile")
            .clientSettings(
                ClientSettings.builder()
                    .requireProofKey(true)
                    .requireAuthorizationConsent(true)
                    .build())
            .build());
  }

  @Bean
  AuthorizationServerSettings settings() {
    return AuthorizationServerSettings.builder().issuer("http://localhost:" + port).build();
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> claims() {
    return context -> {
      if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
        var user = context.getPrincipal();
        var groups = user.getAuthorities().stream().map(GrantedAuthority::getAuthority).toList();
        context.getClaims().claim("preferred_username", user.getName()).claim("groups", groups);
      }
    };
  }

  private static UserDetails user(String name, String group) {
    return User.withUsername(name).password("{noop}" + name + "-secret").authorities(group).build();
  }
}
