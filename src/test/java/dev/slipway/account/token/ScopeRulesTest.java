package dev.slipway.account.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.TokenScope;
import dev.slipway.account.token.ScopeRules.Requirement;
import dev.slipway.testing.ApplicationClasses;
import jakarta.ws.rs.HttpMethod;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScopeRulesTest {
  private static final String API = "/api/";

  /**
   * A new endpoint without a rule refuses every token that is limited: decide in {@code ScopeRules}
   * which scope it needs.
   */
  @Test
  void everyEndpointOfTheApiHasARule() {
    assertThat(endpoints())
        .isNotEmpty()
        .allSatisfy(
            endpoint ->
                assertThat(ScopeRules.find(endpoint.method(), endpoint.template()))
                    .as("%s: add a rule to ScopeRules", endpoint)
                    .isPresent());
  }

  @Test
  void onlyHarmlessEndpointsNeedNoScope() {
    assertThat(
            endpoints()
                .filter(endpoint -> endpoint.requirement().equals(Requirement.NOTHING))
                .map(Endpoint::toString))
        .containsExactlyInAnyOrder(
            "GET /api/me",
            "GET /api/{path: .*}",
            "POST /api/{path: .*}",
            "PUT /api/{path: .*}",
            "PATCH /api/{path: .*}",
            "DELETE /api/{path: .*}",
            "OPTIONS /api/{path: .*}");
  }

  /** A token that may only read must not reach an endpoint that changes something. */
  @Test
  void readingChangesNothing() {
    assertThat(
            endpoints()
                .filter(
                    endpoint ->
                        endpoint.requirement().scope().equals(Optional.of(TokenScope.VIDEOS_READ)))
                .filter(endpoint -> !endpoint.method().equals("GET"))
                .map(Endpoint::toString))
        .containsExactly("POST /api/videos/{id}/urls");
  }

  @Test
  void rulesFollowTheSegmentsOfThePath() {
    assertThat(scopeOf("GET", "/api/videos/{id}")).contains(TokenScope.VIDEOS_READ);
    assertThat(scopeOf("HEAD", "/api/videos/{id}")).contains(TokenScope.VIDEOS_READ);
    assertThat(scopeOf("PATCH", "/api/videos/{id}")).contains(TokenScope.VIDEOS_WRITE);
    assertThat(scopeOf("GET", "/api/videos/jobs/{id}")).contains(TokenScope.ADMIN);
    assertThat(scopeOf("GET", "/api/videos/export")).contains(TokenScope.VIDEOS_READ);
    assertThat(ScopeRules.find("GET", "/api/videos/export").orElseThrow().scope(true))
        .contains(TokenScope.ADMIN);
    assertThat(scopeOf("GET", "/api/dashboard")).contains(TokenScope.ADMIN);
    assertThat(scopeOf("PUT", "/api/views/{name}")).contains(TokenScope.ADMIN);
    assertThat(scopeOf("PUT", "/api/lab/uploads/{fileName}")).contains(TokenScope.LAB);
    assertThat(scopeOf("POST", "/api/lab/faults/{name}")).contains(TokenScope.ADMIN);
    assertThat(ScopeRules.find("GET", "/api/videosecrets")).isEmpty();
    assertThat(ScopeRules.find("GET", "/api/me/password").orElseThrow().login()).isTrue();
  }

  private static Optional<TokenScope> scopeOf(String method, String template) {
    return ScopeRules.find(method, template).orElseThrow().scope();
  }

  private static Stream<Endpoint> endpoints() {
    return ApplicationClasses.ALL.stream()
        .filter(type -> !type.isAnnotation())
        .flatMap(type -> Arrays.stream(type.reflect().getDeclaredMethods()))
        .filter(method -> !method.isSynthetic())
        .flatMap(ScopeRulesTest::endpointsOf)
        .filter(endpoint -> endpoint.template().startsWith(API));
  }

  private static Stream<Endpoint> endpointsOf(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(Objects::nonNull)
        .map(http -> new Endpoint(http.value(), TokenScopeFilter.templateOf(method)));
  }

  private record Endpoint(String method, String template) {
    Requirement requirement() {
      return ScopeRules.find(method, template).orElseThrow();
    }

    @Override
    public String toString() {
      return method + " " + template;
    }
  }
}
