package dev.slipway.testing;

import static io.restassured.RestAssured.given;

import dev.slipway.account.Account;
import dev.slipway.account.Role;
import dev.slipway.account.password.PasswordHasher;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** An account with a password of its own, unlike the demo accounts. */
public final class TestAccount {
  public static final String PASSWORD = "tidal lamp orbit";

  private final String name;

  private TestAccount(String name) {
    this.name = name;
  }

  public static TestAccount creator() {
    return with(Role.CREATOR);
  }

  public static TestAccount with(Role role) {
    var name = "test-" + UUID.randomUUID();
    var hash = CDI.current().select(PasswordHasher.class).get().hash(PASSWORD);
    QuarkusTransaction.requiringNew()
        .run(() -> new Account(name, hash, role, false, Instant.now()).insertIfAbsent());
    return new TestAccount(name);
  }

  public String name() {
    return name;
  }

  /** Begins a session and returns its cookies. */
  public Map<String, String> logIn(String userAgent) {
    var response = tryToLogIn(PASSWORD, userAgent);
    response.then().statusCode(303);
    return response.cookies();
  }

  public Response tryToLogIn(String password, String userAgent) {
    return requestWith(Map.of())
        .header("User-Agent", userAgent)
        .formParam("username", name)
        .formParam("password", password)
        .post("/login");
  }

  /** A request that follows no redirects. */
  public static RequestSpecification requestWith(Map<String, String> cookies) {
    return given().redirects().follow(false).cookies(cookies);
  }
}
