package dev.slipway.account.administration;

import dev.slipway.account.QuotaLimit;
import dev.slipway.account.QuotaLimits;
import dev.slipway.account.Role;
import dev.slipway.web.ByteSize;
import dev.slipway.web.Page;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryEnum;
import dev.slipway.web.problem.QueryNumber;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import java.time.Instant;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The accounts, for administrators. A token may read them; changes require a login, and a request
 * with a token gets 403.
 */
@Path("/api/accounts")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
class AccountResource {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;

  private final AccountAdministration administration;
  private final AccountDirectory directory;
  private final InvitationUrls urls;

  AccountResource(
      AccountAdministration administration, AccountDirectory directory, InvitationUrls urls) {
    this.administration = administration;
    this.directory = directory;
    this.urls = urls;
  }

  /**
   * Lists accounts by name, removed ones too.
   *
   * @param q the beginning of the name
   * @param role {@code viewer}, {@code creator} or {@code admin}
   * @param status {@code active}, {@code invited}, {@code disabled} or {@code removed}
   * @param after the {@code next} of the page before
   * @param limit at most 200; 50 if not given
   */
  @GET
  public Page<AccountView, String> list(
      @QueryParam("q") String q,
      @QueryParam("role") String role,
      @QueryParam("status") String status,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit) {
    return directory.find(
        AccountFilters.parse(q, role, status),
        after,
        QueryNumber.parsePageSize(limit, DEFAULT_LIMIT, MAX_LIMIT));
  }

  /** Creates an account. Only this response contains the link for its person. */
  @POST
  @ResponseStatus(201)
  public RestResponse<InvitedAccount> create(AccountRequest request) {
    if (request == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with a 'name' and a 'role'.");
    }
    var issued =
        administration.create(
            request.name(),
            requireRole(request.role()),
            limits(request.quota(), QuotaLimits.DEFAULT));
    return RestResponse.ResponseBuilder.<InvitedAccount>created(
            URI.create("/api/accounts/" + request.name()))
        .entity(
            new InvitedAccount(directory.require(request.name()), InvitationView.of(issued, urls)))
        .build();
  }

  /** Returns one account. */
  @GET
  @Path("{name}")
  public AccountView get(@PathParam("name") String name) {
    return directory.require(name);
  }

  /**
   * Changes what the request names; other limits stay as they are at that moment. Of two requests
   * at the same time that name the same field, the later one applies; the audit log has both.
   */
  @PATCH
  @Path("{name}")
  public AccountView change(@PathParam("name") String name, ChangeRequest request) {
    if (request == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with a 'role', 'status' or 'quota'.");
    }
    return administration.change(
        name,
        request.role() == null ? null : requireRole(request.role()),
        request.quota() == null ? null : present -> limits(request.quota(), present),
        parseStatus(request.status()));
  }

  /**
   * Removes the account for ever; its name stays reserved. Its logins, tokens, webhooks and share
   * links end at once, the rest is done in the background.
   *
   * @param videos {@code move}, {@code trash} or {@code keep}
   * @param to the account that gets the videos; only with {@code move}
   */
  @DELETE
  @Path("{name}")
  @ResponseStatus(202)
  public AccountView remove(
      @PathParam("name") String name,
      @QueryParam("videos") String videos,
      @QueryParam("to") String to) {
    if (videos == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Say what happens to the videos: add ?videos=move&to=<name>, ?videos=trash or"
              + " ?videos=keep.");
    }
    var choice = QueryEnum.parse(RemovedVideos.class, "videos", videos);
    return administration.remove(name, choice, to);
  }

  /**
   * Issues a link with which the person chooses a new password. The old password, all sessions and
   * the link before end at once.
   */
  @POST
  @Path("{name}/invitation")
  @ResponseStatus(201)
  public InvitationView invite(@PathParam("name") String name) {
    return InvitationView.of(administration.invite(name), urls);
  }

  /** Withdraws the link with which the person could choose a password. */
  @DELETE
  @Path("{name}/invitation")
  public void withdraw(@PathParam("name") String name) {
    administration.withdrawInvitation(name);
  }

  /** Ends all sessions of the account. Its tokens stay. */
  @DELETE
  @Path("{name}/sessions")
  public void endSessions(@PathParam("name") String name) {
    administration.endSessions(name);
  }

  private static Role requireRole(String role) {
    if (role == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Set 'role' to viewer, creator or admin.");
    }
    return QueryEnum.parse(Role.class, "role", role);
  }

  private static Boolean parseStatus(String status) {
    if (status == null) {
      return null;
    }
    return switch (status) {
      case "active" -> false;
      case "disabled" -> true;
      default ->
          throw new ProblemException(
              ErrorCode.INVALID_REQUEST, "'status' can be set to active or disabled.");
    };
  }

  private static QuotaLimits limits(QuotaRequest request, QuotaLimits before) {
    return request == null
        ? before
        : new QuotaLimits(
            limit("bytes", size(request.bytes()), before.bytes()),
            limit("videos", request.videos(), before.videos()),
            limit("openUploads", request.openUploads(), before.openUploads()));
  }

  /** A text such as {@code 50 GB} as its number of bytes; any other value as it is. */
  private static Object size(Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    var bytes = ByteSize.parse(text);
    return bytes.isPresent() ? bytes.getAsLong() : value;
  }

  private static QuotaLimit limit(String field, Object value, QuotaLimit before) {
    try {
      return value == null ? before : QuotaLimit.parse(value);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'quota.%s': %s%s"
              .formatted(
                  field,
                  e.getMessage(),
                  field.equals("bytes") ? " Or a size such as " + ByteSize.EXAMPLES + "." : ""));
    }
  }

  /**
   * @param role {@code viewer}, {@code creator} or {@code admin}
   * @param quota the defaults if not given
   */
  record AccountRequest(String name, String role, QuotaRequest quota) {}

  /**
   * What to change; what is not given stays.
   *
   * @param status {@code active} or {@code disabled}
   */
  record ChangeRequest(String role, String status, QuotaRequest quota) {}

  /**
   * Limits, each {@code "default"}, {@code "unlimited"} or a number; not given ones stay.
   *
   * @param bytes may also be a size with a unit: {@code "50 GB"} is 50,000,000,000 bytes, and
   *     {@code "50 GiB"} 53,687,091,200 bytes
   */
  record QuotaRequest(Object bytes, Object videos, Object openUploads) {}

  /** A new account with the link for its person. */
  record InvitedAccount(AccountView account, InvitationView invitation) {}

  /**
   * @param url lets anyone who has it set the password of the account, once
   */
  record InvitationView(String url, Instant expiresAt) {
    static InvitationView of(Invitations.Issued issued, InvitationUrls urls) {
      return new InvitationView(urls.urlOf(issued.token()), issued.expiresAt());
    }
  }
}
