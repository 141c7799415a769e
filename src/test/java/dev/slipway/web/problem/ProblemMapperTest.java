package dev.slipway.web.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.SharedSessions;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ProblemMapperTest {
  @Inject DataSource database;

  @Test
  @Asvs({"16.5.1", "16.5.4"})
  void answersBrowsersWithPagesAndProgramsWithProblems() {
    given()
        .get("/nothing-here")
        .then()
        .statusCode(404)
        .contentType("text/html")
        .body(containsString("Not found"));
    ApiClient.as("creator")
        .request()
        .get("/api/nothing-here")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", equalTo("not-found"))
        .body(not(containsString("Exception")));
    ApiClient.anonymous().request().get("/api/nothing-here").then().statusCode(401);
  }

  /** As in a failover. The transaction manager only suppresses the reason, which is no cause. */
  @Test
  @Asvs("16.5.2")
  void aConnectionThatIsLostAtTheCommitIsTemporary() {
    assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(this::endOwnConnection))
        .matches(DatabaseUnavailable::isCauseOf);
  }

  private void endOwnConnection() {
    var connection = query("select pg_backend_pid()");
    queryInNewTransaction("select pg_terminate_backend(%s)".formatted(connection));
    // A transaction sees the connections as they were when it first read them.
    Eventually.holds(
        "the connection has ended",
        () ->
            queryInNewTransaction("select count(*) from pg_stat_activity where pid = " + connection)
                .equals("0"));
  }

  private String queryInNewTransaction(String sql) {
    return QuarkusTransaction.requiringNew().call(() -> query(sql));
  }

  private String query(String sql) {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Whether somebody is logged in isn't known then. A lock that is held for too long is one of the
   * ways in which the database fails.
   */
  @Test
  @Asvs("16.5.2")
  void addressesWithoutAnEndpointReportThatTheDatabaseIsUnavailable() throws SQLException {
    var cookies = SharedSessions.cookiesOf("creator");
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table login_session in access exclusive mode");
      var responses =
          Stream.of("/api/nothing-here", "/api/me")
              .map(path -> CompletableFuture.supplyAsync(() -> given().cookies(cookies).post(path)))
              .toList();
      for (var response : responses) {
        response
            .join()
            .then()
            .statusCode(503)
            .contentType("application/problem+json")
            .header("Retry-After", equalTo("5"))
            .body("code", equalTo("database-unavailable"));
      }
      connection.rollback();
    }
  }

  /** PostgreSQL refuses the character, wherever a request puts it. */
  @Test
  @Asvs("1.2.4")
  void refusesNulInAddresses() {
    var admin = ApiClient.as("admin");
    try (var log = CapturedLog.of(ProblemMapper.class.getName())) {
      for (var path :
          new String[] {"/api/accounts/%00", "/api/accounts?q=%00", "/api/accounts?after=%00"}) {
        admin
            .request()
            .urlEncodingEnabled(false)
            .get(path)
            .then()
            .statusCode(400)
            .body("code", equalTo("invalid-request"))
            .body("detail", containsString("NUL"));
      }
      admin
          .request()
          .urlEncodingEnabled(false)
          .get("/admin/accounts?q=%00")
          .then()
          .statusCode(400)
          .body(containsString("NUL"));
      assertThat(log.all()).isEmpty();
    }
  }

  @Test
  void saysWhatHelpsAgainstAWrongMethodOrType() {
    var creator = ApiClient.as("creator");
    creator
        .request()
        .post("/api/me")
        .then()
        .statusCode(405)
        .body("detail", containsString("supports these methods"));
    creator
        .request()
        .contentType("application/json")
        .body("{}")
        .put("/api/videos/any/captions/fr")
        .then()
        .statusCode(415)
        .body("title", equalTo("This request needs another Content-Type"));
    creator
        .request()
        .accept("text/csv")
        .get("/api/me")
        .then()
        .statusCode(406)
        .contentType("application/problem+json")
        .body("detail", equalTo("Change the header Accept, or leave it out."));
  }

  /** REST Assured would not send it. */
  @Test
  void saysWhichHeadersToCheckIfOneCannotBeRead() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/api/uploads"))
            .header("Cookie", ApiClient.as("creator").cookieHeader())
            .header("Content-Type", ";;;")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();

    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("Check Content-Type and Accept");
  }

  /** Strangers must not learn which addresses exist from the types that they accept. */
  @ParameterizedTest
  @ValueSource(strings = {"/api/tokens", "/api/uploads", "/api/nothing-here"})
  void asksForALoginBeforeItLooksAtTypes(String path) {
    var stranger = ApiClient.anonymous();
    stranger
        .request()
        .contentType("application/x-www-form-urlencoded")
        .body("x")
        .post(path)
        .then()
        .statusCode(401)
        .body("code", equalTo("unauthenticated"));
    stranger.request().accept("text/csv").get(path).then().statusCode(401);
  }

  /** Also someone with a login must not fill the log. */
  @Test
  void logsRefusedRequestsUpToALimitForEachNetwork() {
    var viewer = ApiClient.as("viewer");
    try (var log = CapturedLog.of(ProblemMapper.class.getName())) {
      for (var requests = 0; requests < 8; requests++) {
        viewer.request().get("/api/accounts").then().statusCode(403);
      }

      // Fewer if other tests have used up the limit of this machine.
      assertThat(log.all())
          .hasSizeLessThanOrEqualTo(5)
          .allMatch("INFO viewer may not access /api/accounts: role missing"::equals);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "viewer, /admin/videos, This page is for administrators. You are logged in as viewer.",
    "creator, /admin/doctor, This page is for administrators. You are logged in as creator.",
    "viewer, /videos/mine, 'This page is for people who upload. You are logged in as viewer, who can"
        + " only watch. Ask an administrator for the role Creator.'",
    "viewer, /lab/walk, 'This page is for people who upload. You are logged in as viewer, who can"
        + " only watch. Ask an administrator for the role Creator.'"
  })
  void saysWhichRoleAPageNeeds(String account, String page, String text) {
    ApiClient.as(account)
        .request()
        .get(page)
        .then()
        .statusCode(403)
        .body(containsString("<p>" + text + "</p>"));
  }

  @Asvs({"16.3.4", "16.5.1"})
  @Test
  void logsUnexpectedErrorsAndHidesTheirDetails() {
    var error = new IllegalStateException("insert into account values ('secret')");

    try (var log = CapturedLog.of(ProblemMapper.class.getName())) {
      var response =
          new ProblemMapper(null, null, null, Clock.systemUTC())
              .serverError(error, uriOf("/api/videos"), requestOf("GET"))
              .await();
      var problem = response.indefinitely();

      assertThat(problem.getStatus()).isEqualTo(500);
      assertThat(problem.getEntity().toString())
          .contains("internal-error")
          .doesNotContain("secret", "IllegalState");
      assertThat(log.all()).singleElement().asString().contains("Failed: /api/videos");
      assertThat(log.errors()).containsExactly(error);
    }
  }

  @Test
  void offersToRequestAPageAgainAfterATemporaryProblem() {
    assertThat(errorPage("GET")).contains("<a class=\"button primary\" href=\"\">Try again</a>");
    // The address of a form may not even be a page.
    assertThat(errorPage("POST")).doesNotContain(">Try again<");
    given().get("/nothing-here").then().statusCode(404).body(not(containsString(">Try again<")));
  }

  private static String errorPage(String method) {
    var response =
        new ProblemMapper(null, null, null, Clock.systemUTC())
            .serverError(new IllegalStateException(), uriOf("/videos"), requestOf(method))
            .await()
            .indefinitely();
    assertThat(response.getStatus()).isEqualTo(500);
    return response.getEntity().toString();
  }

  private static ContainerRequestContext requestOf(String method) {
    return (ContainerRequestContext)
        Proxy.newProxyInstance(
            ContainerRequestContext.class.getClassLoader(),
            new Class<?>[] {ContainerRequestContext.class},
            (proxy, called, arguments) -> called.getName().equals("getMethod") ? method : null);
  }

  private static UriInfo uriOf(String path) {
    return (UriInfo)
        Proxy.newProxyInstance(
            UriInfo.class.getClassLoader(),
            new Class<?>[] {UriInfo.class},
            (proxy, method, arguments) -> method.getName().equals("getPath") ? path : null);
  }
}
