package dev.slipway.ingest.inbox;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The inbox, for admins' programs. */
@Tag(name = "Inbox Resource")
@Path("/api/notifications")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
class NotificationResource {
  private final InboxService notifications;
  private final CurrentAccount current;

  NotificationResource(InboxService notifications, CurrentAccount current) {
    this.notifications = notifications;
    this.current = current;
  }

  /** A hundred at a time, newest first. */
  @GET
  public NotificationPage list(
      @QueryParam("state") String state,
      @QueryParam("key") String key,
      @QueryParam("after") String after) {
    return notifications.findPage(
        NotificationFilter.of(state, key),
        QueryNumber.parse("after", after),
        InboxService.MAX_PAGE_SIZE);
  }

  /** One, without its body. */
  @GET
  @Path("{id}")
  public NotificationView get(@PathParam("id") long id) {
    return notifications.require(id);
  }

  /** The body as it came, as a file: a browser must not take it for anything. */
  @GET
  @Path("{id}/body")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public RestResponse<byte[]> body(@PathParam("id") long id) {
    return RestResponse.ResponseBuilder.ok(notifications.requireBody(id))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"notification-" + id + ".json\"")
        .build();
  }

  /** Has one applied again. */
  @POST
  @Path("{id}/replays")
  public RestResponse<NotificationView> replay(@PathParam("id") long id) {
    return RestResponse.status(
        RestResponse.Status.ACCEPTED, notifications.replay(id, current.getName()));
  }

  /** Has many applied again: those of a state, those about a key, or all. */
  @POST
  @Path("replays")
  public RestResponse<Replayed> replay(Replay replay) {
    var replayed = notifications.replay(filterOf(replay), current.getName());
    return RestResponse.status(RestResponse.Status.ACCEPTED, new Replayed(replayed));
  }

  private static NotificationFilter filterOf(Replay replay) {
    return replay == null
        ? NotificationFilter.requireSelection(null, null, false)
        : NotificationFilter.requireSelection(
            replay.state(), replay.key(), Boolean.TRUE.equals(replay.all()));
  }

  /**
   * @param all has to be true where neither state nor key is given
   */
  record Replay(String state, String key, Boolean all) {}

  /**
   * @param replayed how many are going to be applied again
   */
  record Replayed(long replayed) {}
}
