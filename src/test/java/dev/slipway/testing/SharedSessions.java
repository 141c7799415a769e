package dev.slipway.testing;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;

/**
 * The sessions of the demo accounts. Tests share them, because checking a password takes a tenth of
 * a second, and the suite would do so a thousand times. Tests of logins and sessions start their
 * own.
 */
public final class SharedSessions {
  /** The cookies by application and account. */
  private static final Map<String, Map<String, String>> COOKIES = new HashMap<>();

  private SharedSessions() {}

  /** Returns the session cookie of a demo account, by name; logs in if there is no session. */
  public static synchronized Map<String, String> cookiesOf(String account) {
    var key =
        String.join(
            " ",
            RestAssured.baseURI,
            Integer.toString(RestAssured.port),
            RestAssured.basePath,
            account);
    var cookies = COOKIES.get(key);
    // A test may have ended the session.
    if (cookies == null || requestWith(cookies).get("/api/me").statusCode() != 200) {
      cookies = logIn(account);
      COOKIES.put(key, cookies);
    }
    return cookies;
  }

  private static Map<String, String> logIn(String account) {
    var response =
        requestWith(Map.of())
            .formParam("username", account)
            .formParam("password", account + "-demo")
            .post("/login");
    response.then().statusCode(303);
    return response.cookies();
  }

  private static RequestSpecification requestWith(Map<String, String> cookies) {
    return given().redirects().follow(false).cookies(cookies);
  }
}
