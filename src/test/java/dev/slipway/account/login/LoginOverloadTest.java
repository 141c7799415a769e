package dev.slipway.account.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many logins from one address. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LoginOverloadTest {
  private static final String ADDRESS = "127.0.0.1";
  private static final int LOGINS = 60;
  private static final int HALF_OF_THE_CONNECTIONS = 10;

  @Inject AgroalDataSource database;
  @Inject LoginThrottle throttle;

  @AfterEach
  void forgetFailures() {
    QuarkusTransaction.requiringNew().run(() -> LoginFailure.deleteAll());
  }

  /** While another replica holds the lock of the address. */
  @Test
  @Asvs("2.4.1")
  void leavesDatabaseConnectionsToOtherRequests() throws Exception {
    var viewer = ApiClient.as("viewer").request();
    var pool = Executors.newFixedThreadPool(LOGINS);
    List<Future<Response>> responses = new ArrayList<>();
    database.getMetrics().reset();

    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      lock(connection);
      Callable<Response> login = () -> logIn("nobody");
      for (var task : Collections.nCopies(LOGINS, login)) {
        responses.add(pool.submit(task));
      }
      viewer.get("/api/videos").then().statusCode(200);
      for (var response : responses) {
        result(response);
      }
      connection.rollback();
    }
    pool.shutdown();

    assertThat(database.getMetrics().maxUsedCount()).isLessThan(HALF_OF_THE_CONNECTIONS);
    assertThat(responses)
        .allSatisfy(
            response -> {
              assertThat(result(response).statusCode()).isEqualTo(503);
              assertThat(result(response).header("Retry-After")).isEqualTo("5");
            });
    assertThat(logIn("nobody").statusCode()).as("after the overload").isEqualTo(401);
  }

  @Test
  @Asvs("2.4.1")
  void limitsTheRateOfAttemptsForOneAccount() {
    while (throttle.limitRate("busy", ADDRESS).isEmpty()) {
      // Takes the next permit.
    }

    var response = logIn("busy");
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.header("Retry-After")).matches("[1-9]\\d*");
    assertThat(logIn("nobody").statusCode()).isEqualTo(401);
  }

  private static Response result(Future<Response> response) {
    try {
      return response.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static void lock(Connection connection) throws SQLException {
    try (var statement =
        connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
      statement.setString(1, ADDRESS);
      statement.execute();
    }
  }

  private static Response logIn(String name) {
    return given()
        .redirects()
        .follow(false)
        .formParam("username", name)
        .formParam("password", "wrong")
        .post("/login");
  }
}
