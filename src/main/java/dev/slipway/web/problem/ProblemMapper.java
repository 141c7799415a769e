package dev.slipway.web.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.slipway.web.Audience;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.Formats;
import dev.slipway.web.LogText;
import dev.slipway.web.Redirect;
import dev.slipway.web.path.PathPrefix;
import dev.slipway.web.ratelimit.LogLimit;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.CharConversionException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns every exception of an endpoint into a response: a problem for programs, an error page for
 * people. Server errors are logged here, once; their details are never shown.
 */
class ProblemMapper {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
  private static final Duration DATABASE_RETRY_AFTER = Duration.ofSeconds(5);

  /** PostgreSQL stores any text of Unicode but NUL, which a path or a query can contain. */
  private static final Set<String> INVALID_TEXT = Set.of("22021");

  /** Senders of notifications use the token as a bearer token, or as the password of Basic. */
  private static final String NOTIFICATION_CHALLENGE = "Bearer, Basic realm=\"Notifications\"";

  /** Without a form: a GET begins a login, and the provider's logout is for programs. */
  private static final String PROVIDER_LOGIN = "/login/oidc";

  private final Event<AccessRefused> refused;
  private final PathPrefix prefix;
  private final LoginRequirement login;
  private final LogLimit logLimit;

  ProblemMapper(
      Event<AccessRefused> refused, PathPrefix prefix, LoginRequirement login, Clock clock) {
    this.refused = refused;
    this.prefix = prefix;
    this.login = login;
    this.logLimit = LogLimit.forLines(clock);
  }

  @CheckedTemplate(basePath = "web")
  static class Templates {
    static native TemplateInstance error(
        Problem problem, String login, String otherLogin, boolean retry);

    /**
     * @param retry whether to offer to send the same GET request again
     */
    static native TemplateInstance plain(Problem problem, boolean retry);

    private Templates() {}
  }

  @ServerExceptionMapper
  Uni<Response> problem(ProblemException rejection, UriInfo uri, ContainerRequestContext request) {
    if (rejection instanceof InvalidParameterException invalid && isPageRequest(request, uri)) {
      return respond(Problem.of(rejection.code(), explainAddress(invalid)), uri);
    }
    var problem = rejection.toProblem();
    switch (rejection.code()) {
      case UNAUTHENTICATED -> {
        return uni(
            json(problem).header(HttpHeaders.WWW_AUTHENTICATE, NOTIFICATION_CHALLENGE).build());
      }
      case FORBIDDEN -> fireRefused(request, uri, false);
      case NOT_FOUND -> fireRefused(request, uri, true);
      default -> {}
    }
    return problem.code().equals(ErrorCode.FORBIDDEN.code()) && isPageRequest(request, uri)
        ? page(problem, loginThenReturnTo(uri.getRequestUri()).toString(), null, false)
        : respond(problem, uri, request);
  }

  /** People see the values of a page's address as choices of the page, not as parameters. */
  private static String explainAddress(InvalidParameterException invalid) {
    return "The address of this page has a wrong value: '%s' %s. Open the page without it."
        .formatted(invalid.parameter(), invalid.reason());
  }

  /**
   * An invalid token is always an error, even where no login is needed: otherwise a program would
   * not notice that its token has expired.
   */
  @ServerExceptionMapper(AuthenticationFailedException.class)
  Uni<Response> invalidToken() {
    var problem =
        Problem.of(
            ErrorCode.UNAUTHENTICATED,
            "The token is unknown, expired or revoked. Create a new one.");
    var challenge = "Bearer error=\"invalid_token\"";
    return uni(json(problem).header(HttpHeaders.WWW_AUTHENTICATE, challenge).build());
  }

  @ServerExceptionMapper
  Uni<Response> insufficientScope(
      InsufficientScopeException limited, UriInfo uri, ContainerRequestContext request) {
    fireRefused(request, uri, false);
    return uni(
        json(limited.toProblem())
            .header(HttpHeaders.WWW_AUTHENTICATE, limited.challenge())
            .build());
  }

  @ServerExceptionMapper(UnauthorizedException.class)
  Uni<Response> unauthenticated(UriInfo uri, ContainerRequestContext request) {
    if (!Audience.of(uri.getPath()).isPerson()) {
      var problem = Problem.of(ErrorCode.UNAUTHENTICATED, "Log in, or send a valid token.");
      return uni(json(problem).header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").build());
    }
    var login = UriBuilder.fromUri(loginThenReturnTo(pageOf(request, uri)));
    if (request.getMethod().equals(HttpMethod.POST)) {
      login.queryParam("unsaved", true);
    }
    return uni(Response.seeOther(login.build()).build());
  }

  /** The page that was requested, or the one with the form that was sent. */
  private URI pageOf(ContainerRequestContext request, UriInfo uri) {
    if (isPageRequest(request, uri)) {
      return uri.getRequestUri();
    }
    try {
      var page = new URI(Objects.requireNonNullElse(request.getHeaderString("Referer"), "/"));
      return page.getRawPath() == null || page.getRawPath().isEmpty()
          ? URI.create("/")
          : new URI(prefix.removeFrom(pathWithQuery(page)));
    } catch (URISyntaxException e) {
      return URI.create("/");
    }
  }

  @ServerExceptionMapper
  Uni<Response> forbidden(
      ForbiddenException denied,
      UriInfo uri,
      ContainerRequestContext request,
      ResourceInfo resource,
      RoutingContext context) {
    if (logLimit.tryAcquire(ClientAddress.of(context.request()))) {
      LOG.infof(
          "%s may not access %s: role missing",
          LogText.of(nameOfCaller(request)), LogText.ofPath(uri.getPath()));
    }
    fireRefused(request, uri, false);
    if (isPageRequest(request, uri)) {
      var problem =
          Problem.of(ErrorCode.FORBIDDEN, MissingRole.explain(resource, nameOfCaller(request)));
      return page(problem, null, loginThenReturnTo(uri.getRequestUri()) + "&switch=true", false);
    }
    return respond(
        Problem.of(ErrorCode.FORBIDDEN, "Ask an administrator for a role that allows it."), uri);
  }

  /** Names the subclass too, because Quarkus has a more specific mapper for it. */
  @ServerExceptionMapper({JacksonException.class, MismatchedInputException.class})
  Uni<Response> invalidJson(JacksonException error, UriInfo uri) {
    return respond(Problem.of(ErrorCode.INVALID_REQUEST, JsonErrors.explain(error)), uri);
  }

  /** Jackson detects UTF-32 by the first bytes, and throws this for what isn't in it. */
  @ServerExceptionMapper
  Uni<Response> invalidEncoding(CharConversionException error, UriInfo uri) {
    return respond(
        Problem.of(ErrorCode.INVALID_REQUEST, "The body is not valid JSON in UTF-8."), uri);
  }

  @ServerExceptionMapper
  Uni<Response> webApplicationError(
      WebApplicationException error, UriInfo uri, ContainerRequestContext request) {
    var status = error.getResponse().getStatus();
    if (error.getCause() instanceof JacksonException invalid) {
      return invalidJson(invalid, uri);
    }
    if (status < 400) {
      return uni(error.getResponse());
    }
    if (status >= 500) {
      return serverError(error, uri, request);
    }
    return switch (status) {
      case 404, 405 -> {
        var methods = AllowedMethods.ofCurrentRequest();
        var page = pageOfForm(uri, request, methods);
        if (page.isPresent()) {
          yield uni(Redirect.to(page.get()));
        }
        yield afterLogin(uri, request, () -> noEndpoint(uri, request, methods));
      }
      // Found while the request is routed, before the endpoint checks the login.
      case 406, 415 -> afterLogin(uri, request, () -> respond(problemOf(status), uri));
      default -> respond(problemOf(status), uri, request);
    };
  }

  /**
   * The page with the form whose address is requested: a refused form is shown there, and people
   * load it again or keep a bookmark.
   */
  private static Optional<String> pageOfForm(
      UriInfo uri, ContainerRequestContext request, Set<String> methods) {
    return isPageRequest(request, uri)
            && methods.contains(HttpMethod.POST)
            && !uri.getPath().startsWith(PROVIDER_LOGIN)
        ? AllowedMethods.findPageAboveCurrentRequest()
        : Optional.empty();
  }

  private static Problem problemOf(int status) {
    return Problem.of(codeOf(status), detailOf(status));
  }

  /** Responds with 401 if the address requires a login and the request has none. */
  private Uni<Response> afterLogin(
      UriInfo uri, ContainerRequestContext request, Supplier<Uni<Response>> response) {
    return login
        .require(uri)
        .flatMap(loggedIn -> response.get())
        .onFailure(UnauthorizedException.class)
        .recoverWithUni(() -> unauthenticated(uri, request))
        .onFailure(AuthenticationFailedException.class)
        .recoverWithUni(this::invalidToken)
        .onFailure()
        .recoverWithUni(error -> serverError(error, uri, request));
  }

  /** Quarkus answers some methods that an address lacks with 404. */
  private static Uni<Response> noEndpoint(
      UriInfo uri, ContainerRequestContext request, Set<String> methods) {
    if (methods.isEmpty() || methods.contains(request.getMethod())) {
      var detail = "There is nothing at this address. Check it, or start at the home page.";
      return respond(Problem.of(ErrorCode.NOT_FOUND, detail), uri);
    }
    var detail = "This address supports these methods: " + String.join(", ", methods) + ".";
    return respond(Problem.of(ErrorCode.METHOD_NOT_ALLOWED, detail), uri)
        .map(response -> Response.fromResponse(response).allow(methods).build());
  }

  /**
   * When the head of a response has been sent, only writing the rest to the client can cause this:
   * the client has disconnected, or it was dropped because it did not read.
   */
  @ServerExceptionMapper
  Uni<Response> writeError(
      IOException error, UriInfo uri, ContainerRequestContext request, RoutingContext context) {
    if (!context.response().headWritten()) {
      return serverError(error, uri, request);
    }
    LOG.debugf("The client did not read the whole response: %s", LogText.ofPath(uri.getPath()));
    return uni(Response.serverError().build());
  }

  @ServerExceptionMapper
  Uni<Response> serverError(Throwable error, UriInfo uri, ContainerRequestContext request) {
    if (DatabaseUnavailable.isCauseOf(error)) {
      LOG.errorf("The database is unavailable: %s", LogText.of(error.getMessage()));
      var detail = "Try again in a few seconds. Nothing was lost.";
      var problem = Problem.of(ErrorCode.DATABASE_UNAVAILABLE, detail, DATABASE_RETRY_AFTER);
      return respond(problem, uri, request);
    }
    if (SqlStates.isCauseOf(error, INVALID_TEXT)) {
      var detail = "The request contains the character NUL (%00), which no value can contain.";
      return respond(Problem.of(ErrorCode.INVALID_REQUEST, detail), uri);
    }
    LOG.errorf(error, "Failed: %s", LogText.ofPath(uri.getPath()));
    return respond(
        Problem.of(ErrorCode.INTERNAL_ERROR, "The error was logged. Try again later."),
        uri,
        request);
  }

  /**
   * Without a login, nobody is known who could be refused, and nothing is hidden from
   * administrators. An address that doesn't exist is answered on an event loop before the caller is
   * known, and hides nothing.
   */
  private void fireRefused(ContainerRequestContext request, UriInfo uri, boolean isHidden) {
    if (isHidden && !BlockingOperationControl.isBlockingAllowed()) {
      return;
    }
    var name = nameOfCaller(request);
    var mayNotSeeAll = !request.getSecurityContext().isUserInRole(MissingRole.ADMIN);
    if (name != null && !name.isEmpty() && (mayNotSeeAll || !isHidden)) {
      refused.fire(new AccessRefused(name, uri.getPath(), isHidden));
    }
  }

  private static String nameOfCaller(ContainerRequestContext request) {
    var caller = request.getSecurityContext().getUserPrincipal();
    return caller == null ? null : caller.getName();
  }

  private static boolean isPageRequest(ContainerRequestContext request, UriInfo uri) {
    return Audience.of(uri.getPath()).isPerson() && request.getMethod().equals(HttpMethod.GET);
  }

  private static URI loginThenReturnTo(URI page) {
    return UriBuilder.fromPath("/login").queryParam("return", "{page}").build(pathWithQuery(page));
  }

  private static String pathWithQuery(URI page) {
    return page.getRawPath() + (page.getRawQuery() == null ? "" : "?" + page.getRawQuery());
  }

  private static String detailOf(int status) {
    return switch (status) {
      case 400 -> "A header of the request can't be read. Check Content-Type and Accept.";
      case 406 -> "Change the header Accept, or leave it out.";
      case 415 -> "Send the Content-Type that the description of the API names for this request.";
      default -> null;
    };
  }

  private static ErrorCode codeOf(int status) {
    return switch (status) {
      case 401 -> ErrorCode.UNAUTHENTICATED;
      case 403 -> ErrorCode.FORBIDDEN;
      case 406 -> ErrorCode.NOT_ACCEPTABLE;
      case 413 -> ErrorCode.BODY_TOO_LARGE;
      case 415 -> ErrorCode.MEDIA_TYPE_UNSUPPORTED;
      case 429 -> ErrorCode.TOO_MANY_REQUESTS;
      default -> ErrorCode.INVALID_REQUEST;
    };
  }

  private static Uni<Response> respond(Problem problem, UriInfo uri) {
    return Audience.of(uri.getPath()).isPerson()
        ? page(problem, null, null, false)
        : uni(json(problem).build());
  }

  /** The page of a temporary problem offers to request the same page again. */
  private static Uni<Response> respond(
      Problem problem, UriInfo uri, ContainerRequestContext request) {
    return problem.temporary() && isPageRequest(request, uri)
        ? page(problem, null, null, true)
        : respond(problem, uri);
  }

  /**
   * Renders on a worker thread, because the page shows who is logged in and finding that out may
   * block. If rendering fails, for example because the database is unavailable, a plain page
   * without it is sent.
   *
   * @param login the login page, as a path with a query, to offer to people who are not logged in;
   *     null for none
   * @param otherLogin the one to offer to people who are; null for none
   * @param retry whether to offer to send the same GET request again
   */
  private static Uni<Response> page(
      Problem problem, String login, String otherLogin, boolean retry) {
    return Uni.createFrom()
        .item(() -> Templates.error(problem, login, otherLogin, retry).render())
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .onFailure()
        .recoverWithItem(() -> Templates.plain(problem, retry).render())
        .map(html -> response(problem).type(MediaType.TEXT_HTML_TYPE).entity(html).build());
  }

  private static Response.ResponseBuilder json(Problem problem) {
    return response(problem).type(Problem.MEDIA_TYPE).entity(problem);
  }

  private static Response.ResponseBuilder response(Problem problem) {
    var response = Response.status(problem.status());
    if (problem.retryAfter() != null) {
      response.header(HttpHeaders.RETRY_AFTER, Formats.retryAfterSeconds(problem.retryAfter()));
    }
    return response;
  }

  private static Uni<Response> uni(Response response) {
    return Uni.createFrom().item(response);
  }
}
