package dev.slipway.account.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;

/**
 * What the provider's discovery document says.
 *
 * @param endSession null if the provider has no logout
 * @param sendsIssuer whether each response to the browser names the issuer (RFC 9207)
 * @param acceptsBasic whether the client id and secret can be sent as HTTP Basic authentication
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
 *     Discovery 1.0</a>
 */
record ProviderMetadata(
    URI authorization,
    URI token,
    URI keys,
    URI endSession,
    boolean sendsIssuer,
    boolean acceptsBasic) {
  private static final String BASIC = "client_secret_basic";

  /**
   * @param issuer that the document must name
   * @throws IOException if the document can't be used
   */
  static ProviderMetadata parse(byte[] document, String issuer, ObjectMapper json)
      throws IOException {
    JsonNode fields = json.readTree(document);
    if (fields == null || !issuer.equals(fields.path("issuer").textValue())) {
      throw new IOException(
          "The discovery document names another issuer than SLIPWAY_OIDC_ISSUER: "
              + (fields == null ? "none" : fields.path("issuer").asText("none")));
    }
    try {
      return new ProviderMetadata(
          url(fields, "authorization_endpoint"),
          url(fields, "token_endpoint"),
          url(fields, "jwks_uri"),
          fields.hasNonNull("end_session_endpoint") ? url(fields, "end_session_endpoint") : null,
          fields.path("authorization_response_iss_parameter_supported").asBoolean(),
          acceptsBasic(fields.path("token_endpoint_auth_methods_supported")));
    } catch (IllegalArgumentException e) {
      throw new IOException("The discovery document can't be used. " + e.getMessage(), e);
    }
  }

  private static URI url(JsonNode fields, String name) {
    return ProviderUrl.parse(name, fields.path(name).textValue());
  }

  /** It is the default of the standard. */
  private static boolean acceptsBasic(JsonNode methods) {
    if (!methods.isArray()) {
      return true;
    }
    for (var method : methods) {
      if (BASIC.equals(method.textValue())) {
        return true;
      }
    }
    return false;
  }
}
