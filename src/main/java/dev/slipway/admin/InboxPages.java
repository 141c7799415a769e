package dev.slipway.admin;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.ingest.inbox.InboxService;
import dev.slipway.ingest.inbox.NotificationFilter;
import dev.slipway.web.problem.QueryNumber;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The inbox: what the store told, what became of it, and having it applied again. */
@Path("/admin/inbox")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class InboxPages {
  private static final String PATH = "/admin/inbox";
  private static final int PAGE_SIZE = 50;

  private final InboxService notifications;
  private final CurrentAccount current;

  InboxPages(InboxService notifications, CurrentAccount current) {
    this.notifications = notifications;
    this.current = current;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance inbox(InboxPage page);

    static native TemplateInstance notification(NotificationDetailsPage page);

    private Templates() {}
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance list(
      @QueryParam("state") String state,
      @QueryParam("key") String key,
      @QueryParam("after") String after,
      @QueryParam("replayed") String replayed) {
    var filter = NotificationFilter.of(state, key);
    var position = QueryNumber.parse("after", after);
    var found = notifications.findPage(filter, position, PAGE_SIZE);
    var again = QueryNumber.parse("replayed", replayed);
    return Templates.inbox(new InboxPage(found.items(), found.next(), position, filter, again));
  }

  /** One, with its body. */
  @GET
  @Path("{id}")
  @Operation(hidden = true)
  public TemplateInstance details(
      @PathParam("id") long id, @QueryParam("replayed") String replayed) {
    var one = notifications.require(id);
    var body = BodyPreview.of(notifications.requireBody(id));
    return Templates.notification(new NotificationDetailsPage(one, body, replayed != null));
  }

  /**
   * Has one applied again.
   *
   * @param listed given where the button stood in the list, with the list's filter and cursor
   */
  @POST
  @Path("{id}/replays")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response replay(
      @PathParam("id") long id,
      @FormParam("listed") String listed,
      @FormParam("state") String state,
      @FormParam("key") String key,
      @FormParam("after") String after) {
    notifications.replay(id, current.getName());
    return listed == null
        ? seeOther(PATH + "/" + id, "replayed", 1)
        : seeOther(PATH, "state", state, "key", key, "after", after, "replayed", 1);
  }

  /** Has all of a filter applied again. */
  @POST
  @Path("replays")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response replayAll(
      @FormParam("state") String state,
      @FormParam("key") String key,
      @FormParam("all") boolean all) {
    var filter = NotificationFilter.requireSelection(state, key, all);
    var replayed = notifications.replay(filter, current.getName());
    return seeOther(PATH, "state", state, "key", key, "replayed", replayed);
  }

  private static Response seeOther(String path, Object... query) {
    return Response.seeOther(URI.create(path + "?" + QueryString.of(query))).build();
  }
}
