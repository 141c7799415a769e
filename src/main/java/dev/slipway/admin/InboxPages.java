package dev.slipway.admin;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.ingest.inbox.InboxService;
import dev.slipway.ingest.inbox.NotificationFilter;
import dev.slipway.ingest.inbox.NotificationView;
import dev.slipway.web.KebabCase;
import dev.slipway.web.QueryString;
import dev.slipway.web.Redirect;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages on which administrators read notifications and have them processed again. */
@Path(InboxPages.PATH)
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class InboxPages {
  static final String PATH = "/admin/inbox";
  private static final int PAGE_SIZE = 50;
  private static final String TESTS_SHOWN = "shown";

  private final InboxService inbox;
  private final CurrentAccount caller;

  InboxPages(InboxService inbox, CurrentAccount caller) {
    this.inbox = inbox;
    this.caller = caller;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance inbox(InboxPage page);

    static native TemplateInstance notification(NotificationDetailsPage page);

    private Templates() {}
  }

  /**
   * @param next the cursor of the next page, or null
   * @param after the cursor of this page; null on the first page
   * @param replayed how many notifications were just queued for processing again, or null
   */
  record InboxPage(
      List<NotificationView> notifications,
      Long next,
      Long after,
      NotificationFilter filter,
      Long replayed) {

    public boolean first() {
      return after == null;
    }

    /** Returns the state filter as the query parameter has it, or null. */
    public String state() {
      return filter.state() == null ? null : KebabCase.of(filter.state());
    }

    /** Returns the key filter, or null. */
    public String key() {
      return filter.key();
    }

    /** Returns whether notifications about the doctor's test objects are hidden. */
    public boolean testsHidden() {
      return !filter.withTests();
    }

    /** Returns the value of the query parameter that shows them, or null if it isn't needed. */
    public String tests() {
      return testsHidden() || key() != null ? null : TESTS_SHOWN;
    }

    /** Returns the filters except the state as a query string, for the links to other states. */
    public String queryWithoutState() {
      return QueryString.of("key", key(), "tests", tests());
    }

    /** Returns all filters as a query string, for the links to other pages. */
    public String query() {
      return QueryString.of("state", state(), "key", key(), "tests", tests());
    }

    /** Returns the query string of the link that shows or hides the doctor's tests. */
    public String toggledQuery() {
      return QueryString.of(
          "state", state(), "key", key(), "tests", testsHidden() ? TESTS_SHOWN : null);
    }

    /** Returns what the filter selects, such as {@code all dead notifications with this key}. */
    public String formatFilter() {
      var word = "received".equals(state()) ? "waiting" : state();
      var selection = word == null ? "all notifications" : "all " + word + " notifications";
      return key() == null ? selection : selection + " with this key";
    }
  }

  /**
   * @param replayed whether the notification was just queued for processing again
   */
  record NotificationDetailsPage(
      NotificationView notification, BodyPreview body, boolean replayed) {}

  @GET
  @Operation(hidden = true)
  public TemplateInstance list(
      @QueryParam("state") String state,
      @QueryParam("key") String key,
      @QueryParam("tests") String tests,
      @QueryParam("after") String after,
      @QueryParam("replayed") String replayed) {
    var filter = listedFilter(NotificationFilter.of(state, key), tests);
    var position = QueryNumber.parseCursor("after", after);
    var found = inbox.findPage(filter, position, PAGE_SIZE);
    var replayCount = QueryNumber.parse("replayed", replayed);
    return Templates.inbox(
        new InboxPage(found.items(), found.next(), position, filter, replayCount));
  }

  /** Shows one notification with its body. */
  @GET
  @Path("{id}")
  @Operation(hidden = true)
  public TemplateInstance show(@PathParam("id") long id, @QueryParam("replayed") String replayed) {
    var notification = inbox.require(id);
    var body = BodyPreview.of(inbox.requireBody(id));
    return Templates.notification(
        new NotificationDetailsPage(notification, body, replayed != null));
  }

  /**
   * Has one notification processed again.
   *
   * @param listed present if the button was in the list; then the redirect returns to the same page
   *     of the list, with its filters and cursor
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
      @FormParam("tests") String tests,
      @FormParam("after") String after) {
    inbox.replay(id, caller.getName());
    return listed == null
        ? Redirect.to(PATH + "/" + id, "replayed", 1)
        : Redirect.to(
            PATH, "state", state, "key", key, "tests", tests, "after", after, "replayed", 1);
  }

  /** Has all notifications that match a filter processed again, including hidden ones. */
  @POST
  @Path("replays")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response replayAll(
      @FormParam("state") String state,
      @FormParam("key") String key,
      @FormParam("tests") String tests,
      @FormParam("all") boolean all) {
    var filter = NotificationFilter.requireSelection(state, key, all);
    var replayed = inbox.replay(filter, caller.getName());
    return Redirect.to(PATH, "state", state, "key", key, "tests", tests, "replayed", replayed);
  }

  /** Hides the doctor's tests, unless the visitor asks for them or for one key. */
  private static NotificationFilter listedFilter(NotificationFilter filter, String tests) {
    return TESTS_SHOWN.equals(tests) || filter.key() != null ? filter : filter.withoutTests();
  }
}
