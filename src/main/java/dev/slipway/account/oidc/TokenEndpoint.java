package dev.slipway.account.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.account.oidc.OidcRefusal.Reason;
import dev.slipway.web.LogText;
import dev.slipway.web.http.LimitedHttpClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;

/** Exchanges an authorization code for an ID token. */
@ApplicationScoped
class TokenEndpoint {
  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;

  private final OidcSettings settings;
  private final Provider provider;
  private final ProviderHttp http;
  private final ObjectMapper json;

  TokenEndpoint(OidcSettings settings, Provider provider, ProviderHttp http, ObjectMapper json) {
    this.settings = settings;
    this.provider = provider;
    this.http = http;
    this.json = json;
  }

  /**
   * @param verifier of PKCE, whose hash the authorization request had
   * @param redirect the redirect URI of the authorization request
   * @return the ID token, not verified
   */
  String exchange(String code, String verifier, URI redirect) throws OidcRefusal {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect.toString());
    form.put("code_verifier", verifier);
    try {
      var metadata = provider.metadata();
      var authorization = authenticate(form, metadata.acceptsBasic());
      return idToken(http.post(metadata.token(), form, authorization));
    } catch (IOException e) {
      throw new OidcRefusal(Reason.PROVIDER_UNREACHABLE, e.getMessage(), e);
    }
  }

  /** Returns the header with id and secret, or adds them to the form and returns null. */
  private String authenticate(LinkedHashMap<String, String> form, boolean acceptsBasic) {
    var secret = settings.clientSecret();
    if (secret.isPresent() && acceptsBasic) {
      // Both are encoded first, because an id may contain a colon (RFC 6749, section 2.3.1).
      var credentials =
          ProviderHttp.encode(settings.clientId()) + ":" + ProviderHttp.encode(secret.get());
      return "Basic "
          + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
    form.put("client_id", settings.clientId());
    secret.ifPresent(value -> form.put("client_secret", value));
    return null;
  }

  private String idToken(LimitedHttpClient.Response response) throws OidcRefusal, IOException {
    if (response.status() >= SERVER_ERROR) {
      throw new OidcRefusal(
          Reason.PROVIDER_UNREACHABLE, "the token endpoint answered " + response.status());
    }
    var fields = parse(response.body());
    if (response.status() != OK) {
      throw refusal(response.status(), fields.path("error").asText("none"));
    }
    var token = fields.path("id_token").textValue();
    if (token == null) {
      throw new OidcRefusal(Reason.PROVIDER_FAULTY, "the token endpoint sent no ID token");
    }
    return token;
  }

  private static OidcRefusal refusal(int status, String error) {
    var message = "the token endpoint answered %d, error %s".formatted(status, LogText.of(error));
    // The code is used or too old, as after a click on Back.
    return new OidcRefusal(
        error.equals("invalid_grant") ? Reason.EXPIRED : Reason.PROVIDER_FAULTY, message);
  }

  private JsonNode parse(byte[] body) throws OidcRefusal {
    try {
      var fields = json.readTree(body);
      if (fields != null && fields.isObject()) {
        return fields;
      }
    } catch (IOException malformed) {
      // The refusal below says it.
    }
    throw new OidcRefusal(Reason.PROVIDER_FAULTY, "the token endpoint sent no JSON object");
  }
}
