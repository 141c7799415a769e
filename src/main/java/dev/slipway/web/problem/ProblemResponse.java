package dev.slipway.web.problem;

import dev.slipway.web.Audience;
import dev.slipway.web.Formats;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;

/**
 * Sends a problem from a filter, before any endpoint sees the request: an error page to a browser
 * that asks for HTML, JSON to every other client.
 */
public final class ProblemResponse {
  private static final String HTML = "text/html";

  private ProblemResponse() {}

  public static void send(RoutingContext context, Problem problem) {
    var response = context.response().setStatusCode(problem.status());
    if (problem.retryAfter() != null) {
      response.putHeader(
          HttpHeaders.RETRY_AFTER, Long.toString(Formats.retryAfterSeconds(problem.retryAfter())));
    }
    if (wantsPage(context)) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, HTML + ";charset=UTF-8");
      var retry = problem.temporary() && context.request().method() == HttpMethod.GET;
      response.end(ProblemMapper.Templates.plain(problem, retry).render());
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE).end(Json.encode(problem));
  }

  private static boolean wantsPage(RoutingContext context) {
    var accept = context.request().getHeader(HttpHeaders.ACCEPT);
    return accept != null
        && accept.contains(HTML)
        && Audience.of(context.normalizedPath()).isPerson();
  }
}
