package dev.slipway.ingest.inbox;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.web.Page;
import dev.slipway.web.problem.QueryNumber;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** The API of the inbox, for administrators. */
@Tags(refs = "Inbox Resource")
@Path("/api/notifications")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
class NotificationResource {
  private final InboxService inbox;
  private final CurrentAccount caller;

  NotificationResource(InboxService inbox, CurrentAccount caller) {
    this.inbox = inbox;
    this.caller = caller;
  }

  /** Lists up to a hundred notifications, newest first. */
  @GET
  public Page<NotificationView, Long> list(
      @QueryParam("state") String state,
      @QueryParam("key") String key,
      @QueryParam("after") String after) {
    return inbox.findPage(
        NotificationFilter.of(state, key),
        QueryNumber.parseCursor("after", after),
        InboxService.MAX_PAGE_SIZE);
  }

  /** Returns one notification without its body. */
  @GET
  @Path("{id}")
  public NotificationView get(@PathParam("id") long id) {
    return inbox.require(id);
  }

  /** Returns the unchanged body as a download, so that a browser does not interpret it. */
  @GET
  @Path("{id}/body")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public RestResponse<byte[]> body(@PathParam("id") long id) {
    return RestResponse.ResponseBuilder.ok(inbox.requireBody(id))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"notification-" + id + ".json\"")
        .build();
  }

  /** Replays one notification. */
  @POST
  @Path("{id}/replays")
  @ResponseStatus(202)
  public NotificationView replay(@PathParam("id") long id) {
    return inbox.replay(id, caller.getName());
  }

  /** Replays the notifications of a state, of an object key, or all. */
  @POST
  @Path("replays")
  @ResponseStatus(202)
  public Replayed replay(Replay replay) {
    return new Replayed(inbox.replay(filterOf(replay), caller.getName()));
  }

  private static NotificationFilter filterOf(Replay replay) {
    return replay == null
        ? NotificationFilter.requireSelection(null, null, false)
        : NotificationFilter.requireSelection(
            replay.state(), replay.key(), Boolean.TRUE.equals(replay.all()));
  }

  /**
   * @param all must be true if neither state nor key is given
   */
  record Replay(String state, String key, Boolean all) {}

  /**
   * @param replayed the number of notifications that will be processed again
   */
  record Replayed(long replayed) {}
}
