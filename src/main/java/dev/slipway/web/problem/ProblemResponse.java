package dev.slipway.web.problem;

import dev.slipway.web.Audience;
import dev.slipway.web.Formats;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers a request that is refused before any endpoint sees it: a page for a browser that asked
 * for one, a problem for everybody else.
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
      var page = new ErrorPage(problem.status(), problem.title(), problem.detail());
      response.putHeader(HttpHeaders.CONTENT_TYPE, HTML + ";charset=UTF-8");
      response.end(ProblemMapper.Templates.plain(page).render());
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
