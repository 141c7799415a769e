package dev.slipway.account.oidc;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A browser that logs in at a {@link TestProvider}, request by request. */
final class LoginAttempt {
  private final TestProvider provider;
  private final Map<String, String> cookies;
  private final Map<String, String> query;

  private LoginAttempt(
      TestProvider provider, Map<String, String> cookies, Map<String, String> query) {
    this.provider = provider;
    this.cookies = cookies;
    this.query = query;
  }

  /** Follows the button of the login page. */
  static LoginAttempt begin(TestProvider provider, String returnTo) {
    var response = request(Map.of()).queryParam("return", returnTo).get("/login/oidc");
    response.then().statusCode(303);
    var location = URI.create(response.header("Location"));
    return new LoginAttempt(
        provider,
        new HashMap<>(response.cookies()),
        TestProvider.parseQuery(location.getRawQuery()));
  }

  static LoginAttempt begin(TestProvider provider) {
    return begin(provider, "/");
  }

  /** The parameters that the browser brings to the provider. */
  Map<String, String> query() {
    return query;
  }

  Map<String, String> cookies() {
    return cookies;
  }

  /** The claims of a valid ID token for this login. */
  Map<String, Object> claims(String subject) {
    return provider.claims(subject, query.get("nonce"));
  }

  /** Returns with a code for this ID token. */
  Response finish(String idToken) {
    return answer(Map.of("code", provider.issueCode(query, idToken), "state", query.get("state")));
  }

  Response finish(Map<String, Object> claims) {
    return finish(TestProvider.sign(claims));
  }

  /** Returns as this person, with all that a valid ID token has. */
  Response finishAs(String subject) {
    return finish(claims(subject));
  }

  /** Returns with these parameters. */
  Response answer(Map<String, String> parameters) {
    return request(cookies).queryParams(parameters).get("/login/oidc/callback");
  }

  private static RequestSpecification request(Map<String, String> cookies) {
    // So that the limits on failures of one network don't apply.
    var network = ThreadLocalRandom.current().nextInt(1, 255);
    return given()
        .redirects()
        .follow(false)
        .cookies(cookies)
        .header("X-Forwarded-For", "198.51.%d.%d".formatted(network, network));
  }
}
