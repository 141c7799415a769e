package dev.slipway.catalogue.share;

import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.catalogue.share.ShareOpenings.Answer;
import dev.slipway.catalogue.share.ShareOpenings.Opening;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.Formats;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Opens share links. The path contains the secret, so nothing logs it and no page shows it. */
@Path("/share/{token}")
@Blocking
@Produces(MediaType.TEXT_HTML)
class SharePages {
  private static final int GONE = 410;

  private static final Pattern TIME = Pattern.compile("[0-9hmsHMS:.]{1,12}");

  private final ShareOpenings openings;
  private final VisitorGrants grants;

  SharePages(ShareOpenings openings, VisitorGrants grants) {
    this.openings = openings;
    this.grants = grants;
  }

  @CheckedTemplate(basePath = "share")
  static class Templates {
    static native TemplateInstance open(OpenPage page);

    static native TemplateInstance ended(String title, String detail);

    private Templates() {}
  }

  /**
   * @param password whether the link has a password
   * @param error why the last attempt failed, or null
   * @param grant the token of the grant that the form will get, see {@link VisitorGrants#newToken}
   */
  record OpenPage(boolean password, String error, String grant) {}

  /**
   * Opens the link, if that counts no use or the link has no limit. Otherwise, and for previews,
   * shows a button.
   *
   * @param time where the video begins to play, such as {@code 90} or {@code 1m30s}
   */
  @GET
  @PermitAll
  @SigningRateLimited(SigningOperation.SHARE)
  @Operation(hidden = true)
  public Response view(
      @PathParam("token") String token,
      @QueryParam("t") String time,
      @Context HttpServerRequest request) {
    var opening = openings.view(token, isNavigation(request), ClientAddress.of(request));
    return answer(opening, time);
  }

  @POST
  @PermitAll
  @SigningRateLimited(SigningOperation.SHARE)
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response open(
      @PathParam("token") String token,
      @QueryParam("t") String time,
      @FormParam("password") @DefaultValue("") String password,
      @FormParam("grant") String grant,
      @Context HttpServerRequest request) {
    return answer(openings.open(token, password, grant, ClientAddress.of(request)), time);
  }

  /**
   * Whether a person follows the link. Programs that preview or check addresses don't send these
   * headers, and browsers that only prepare a page name the purpose.
   *
   * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
   */
  private static boolean isNavigation(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET)
        && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
        && "document".equals(request.getHeader("Sec-Fetch-Dest"))
        && request.getHeader("Sec-Purpose") == null
        && request.getHeader("Purpose") == null;
  }

  private Response answer(Opening opening, String time) {
    var response =
        switch (opening.answer()) {
          case OPEN -> redirect(opening, time);
          case CONFIRM -> form(Response.Status.OK.getStatusCode(), false, null);
          case ENTER_PASSWORD -> form(Response.Status.OK.getStatusCode(), true, null);
          case WRONG_PASSWORD -> form(403, true, "That password is wrong. Check it and try again.");
          case THROTTLED -> form(429, true, "Too many attempts. Wait a minute, then try again.");
          case BUSY ->
              form(
                  503,
                  true,
                  "Too many people are opening links. Wait a few seconds, then try again.");
          case UNKNOWN, EXPIRED, USED_UP, UNAVAILABLE -> ended(opening.answer());
        };
    if (opening.retryAfter() != null) {
      response.header(HttpHeaders.RETRY_AFTER, Formats.retryAfterSeconds(opening.retryAfter()));
    }
    return response.header("X-Robots-Tag", "noindex, nofollow").build();
  }

  private static Response.ResponseBuilder redirect(Opening opening, String time) {
    var start = time != null && TIME.matcher(time).matches() ? "?t=" + time : "";
    return Response.seeOther(URI.create("/videos/" + opening.videoId() + start))
        .cookie(opening.cookies().toArray(NewCookie[]::new));
  }

  private Response.ResponseBuilder form(int status, boolean password, String error) {
    return Response.status(status)
        .entity(Templates.open(new OpenPage(password, error, grants.newToken().text())));
  }

  private static Response.ResponseBuilder ended(Answer answer) {
    return switch (answer) {
      case EXPIRED ->
          ended(GONE, "This link has expired", "Ask the person who sent it for a new one.");
      case USED_UP ->
          ended(
              GONE,
              "This link has been used up",
              "It was for a limited number of viewers. Ask the person who sent it for a new one.");
      case UNAVAILABLE ->
          ended(
              GONE,
              "This video isn’t available",
              "The person who shared it may have removed it. If you expect it, ask them.");
      default ->
          ended(
              Response.Status.NOT_FOUND.getStatusCode(),
              "This link doesn’t work",
              "It may be incomplete, or it was revoked. Check that you have the whole address, or ask"
                  + " the person who sent it for a new one.");
    };
  }

  private static Response.ResponseBuilder ended(int status, String title, String detail) {
    return Response.status(status).entity(Templates.ended(title, detail));
  }
}
