package dev.slipway.web.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.slipway.web.Audience;
import dev.slipway.web.Formats;
import dev.slipway.web.LogText;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * The one place where something thrown becomes an answer: a problem for a program, a page for a
 * person. Only what is our own fault is logged here, once, and never shown.
 */
public class ProblemMapper {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
  private static final Duration DATABASE_RETRY = Duration.ofSeconds(5);

  @CheckedTemplate(basePath = "web")
  static class Templates {
    static native TemplateInstance error(ErrorPage page);

    static native TemplateInstance plain(ErrorPage page);

    private Templates() {}
  }

  @ServerExceptionMapper
  Uni<Response> refused(ProblemException refusal, UriInfo uri) {
    return answer(refusal.toProblem(), uri);
  }

  /** A program must learn that its token is over, so it never counts as nobody. */
  @ServerExceptionMapper(AuthenticationFailedException.class)
  Uni<Response> invalidToken() {
    var problem =
        Problem.of(
            ErrorCode.UNAUTHENTICATED, "The token is unknown, expired or revoked. Make a new one.");
    var challenge = "Bearer error=\"invalid_token\"";
    return item(json(problem).header(HttpHeaders.WWW_AUTHENTICATE, challenge).build());
  }

  @ServerExceptionMapper(UnauthorizedException.class)
  Uni<Response> unauthenticated(UriInfo uri) {
    if (!Audience.of(uri.getPath()).isPerson()) {
      var problem = Problem.of(ErrorCode.UNAUTHENTICATED, "Log in, or send a token that is valid.");
      return item(json(problem).header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").build());
    }
    return item(Response.seeOther(loginAndBackTo(uri.getRequestUri())).build());
  }

  @ServerExceptionMapper
  Uni<Response> forbidden(ForbiddenException denied, UriInfo uri, ContainerRequestContext request) {
    var caller = request.getSecurityContext().getUserPrincipal();
    var name = caller == null ? null : caller.getName();
    LOG.infof("Denied by role: %s to %s", LogText.of(uri.getPath()), LogText.of(name));
    return answer(
        Problem.of(ErrorCode.FORBIDDEN, "Ask an admin for a role that may do this."), uri);
  }

  /** Named twice, since Quarkus has a mapper of its own for the second. */
  @ServerExceptionMapper({JacksonException.class, MismatchedInputException.class})
  Uni<Response> unreadable(UriInfo uri) {
    return answer(Problem.of(ErrorCode.INVALID_REQUEST, "The body is not the expected JSON."), uri);
  }

  @ServerExceptionMapper
  Uni<Response> failedRequest(WebApplicationException error, UriInfo uri) {
    var status = error.getResponse().getStatus();
    if (error.getCause() instanceof JacksonException) {
      return unreadable(uri);
    }
    if (status < 400) {
      return item(error.getResponse());
    }
    if (status >= 500) {
      return failed(error, uri);
    }
    var detail = status == 404 ? "There is nothing at this address." : null;
    return answer(Problem.of(codeOf(status), detail), uri);
  }

  /** Whoever was to send a body has hung up, or sends no more: no fault of ours. */
  @ServerExceptionMapper
  Uni<Response> unsent(IOException error, UriInfo uri, RoutingContext context) {
    if (context.request().isEnded() && !context.response().closed()) {
      return failed(error, uri);
    }
    LOG.debugf("No whole body: %s", error.getMessage());
    return answer(Problem.of(ErrorCode.INVALID_REQUEST, "The body did not come in full."), uri);
  }

  @ServerExceptionMapper
  Uni<Response> failed(Throwable error, UriInfo uri) {
    if (DatabaseUnavailable.isCauseOf(error)) {
      LOG.errorf("The database is away: %s", LogText.of(error.getMessage()));
      var detail = "Try again in a few seconds; nothing was lost.";
      return answer(Problem.of(ErrorCode.DATABASE_UNAVAILABLE, detail, DATABASE_RETRY), uri);
    }
    LOG.errorf(error, "Failed: %s", LogText.of(uri.getPath()));
    return answer(Problem.of(ErrorCode.INTERNAL_ERROR, "It is in the log. Try again later."), uri);
  }

  private static URI loginAndBackTo(URI here) {
    var back = here.getRawPath() + (here.getRawQuery() == null ? "" : "?" + here.getRawQuery());
    return UriBuilder.fromPath("/login").queryParam("return", "{back}").build(back);
  }

  private static ErrorCode codeOf(int status) {
    return switch (status) {
      case 401 -> ErrorCode.UNAUTHENTICATED;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.NOT_FOUND;
      case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
      case 406 -> ErrorCode.NOT_ACCEPTABLE;
      case 413 -> ErrorCode.BODY_TOO_LARGE;
      case 415 -> ErrorCode.MEDIA_TYPE_UNSUPPORTED;
      case 429 -> ErrorCode.TOO_MANY_REQUESTS;
      default -> ErrorCode.INVALID_REQUEST;
    };
  }

  private static Uni<Response> answer(Problem problem, UriInfo uri) {
    return Audience.of(uri.getPath()).isPerson() ? page(problem) : item(json(problem).build());
  }

  private static Response.ResponseBuilder json(Problem problem) {
    return response(problem).type(Problem.MEDIA_TYPE).entity(problem);
  }

  /**
   * On a worker: the page shows who is logged in, and looking that up may block. Where that is what
   * fails, a plain page does without.
   */
  private static Uni<Response> page(Problem problem) {
    var page = new ErrorPage(problem.status(), problem.title(), problem.detail());
    return Uni.createFrom()
        .item(() -> Templates.error(page).render())
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .onFailure()
        .recoverWithItem(() -> Templates.plain(page).render())
        .map(html -> response(problem).type(MediaType.TEXT_HTML_TYPE).entity(html).build());
  }

  private static Response.ResponseBuilder response(Problem problem) {
    var response = Response.status(problem.status());
    if (problem.retryAfter() != null) {
      response.header(HttpHeaders.RETRY_AFTER, Formats.retryAfterSeconds(problem.retryAfter()));
    }
    return response;
  }

  private static Uni<Response> item(Response response) {
    return Uni.createFrom().item(response);
  }
}
