package dev.slipway.admin;

import dev.slipway.account.Role;
import dev.slipway.audit.AuditEntries;
import dev.slipway.audit.AuditFilter;
import dev.slipway.audit.AuditPage;
import dev.slipway.web.QueryString;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page on which administrators read and search the audit log. */
@Path(AuditPages.PATH)
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class AuditPages {
  static final String PATH = "/admin/audit";
  private static final int PAGE_SIZE = 50;

  private final AuditEntries entries;

  AuditPages(AuditEntries entries) {
    this.entries = entries;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance audit(AuditLogPage page);

    private Templates() {}
  }

  /**
   * @param actions of all entries, to choose from
   * @param filters the values of the filters that are set, by the names of their parameters
   * @param first whether the page begins with the newest entry
   */
  record AuditLogPage(
      AuditPage found, List<String> actions, Map<String, String> filters, boolean first) {
    /** Returns the value of a filter, or an empty text. */
    public String value(String name) {
      return filters.getOrDefault(name, "");
    }

    public int maxLength() {
      return AuditFilter.MAX_LENGTH;
    }

    /** Returns all filters as a query string. */
    public String query() {
      return queryOf(filters);
    }

    /** Returns the query string with one more filter, or another value of it. */
    public String queryWith(String name, String value) {
      var changed = new LinkedHashMap<>(filters);
      changed.put(name, value);
      return queryOf(changed);
    }

    /** Returns the filters that are set, each with what remains without it. */
    public List<Chip> chips() {
      return filters.entrySet().stream()
          .map(
              filter -> {
                var others = new LinkedHashMap<>(filters);
                others.remove(filter.getKey());
                return new Chip(label(filter.getKey()), filter.getValue(), queryOf(others));
              })
          .toList();
    }

    private static String label(String name) {
      return switch (name) {
        case "q" -> "Detail";
        case "subject" -> "Object";
        case "to" -> "Until";
        default -> name.substring(0, 1).toUpperCase() + name.substring(1);
      };
    }

    private static String queryOf(Map<String, String> filters) {
      return QueryString.of(
          filters.entrySet().stream()
              .flatMap(filter -> Stream.of(filter.getKey(), filter.getValue()))
              .toArray());
    }
  }

  /**
   * A filter that can be removed.
   *
   * @param rest the query string without it
   */
  record Chip(String label, String value, String rest) {}

  @GET
  @Operation(hidden = true)
  public TemplateInstance list(
      @QueryParam("actor") String actor,
      @QueryParam("action") String action,
      @QueryParam("subject") String subject,
      @QueryParam("address") String address,
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("q") String q,
      @QueryParam("after") String after,
      @QueryParam("before") String before) {
    var wanted = completeArea(action);
    var filter = AuditFilter.parse(actor, wanted, subject, address, from, to, q);
    var filters = new LinkedHashMap<String, String>();
    put(filters, "actor", actor);
    put(filters, "action", wanted);
    put(filters, "subject", subject);
    put(filters, "address", address);
    put(filters, "from", from);
    put(filters, "to", to);
    put(filters, "q", q);
    var found = entries.findPage(filter, after, before, PAGE_SIZE);
    var first = found.previous() == null && (after == null || before != null);
    return Templates.audit(new AuditLogPage(found, entries.listActions(), filters, first));
  }

  private static void put(Map<String, String> filters, String name, String value) {
    if (value != null && !value.isBlank()) {
      filters.put(name, value.strip());
    }
  }

  /** People type {@code login} for all actions that begin with it. */
  private static String completeArea(String action) {
    return action == null || action.isBlank() || action.contains(".")
        ? action
        : action.strip() + ".";
  }
}
