package dev.slipway.admin;

import dev.slipway.account.Accounts;
import dev.slipway.account.Role;
import dev.slipway.audit.AuditActions;
import dev.slipway.audit.AuditEntries;
import dev.slipway.audit.AuditEntryView;
import dev.slipway.audit.AuditFilter;
import dev.slipway.audit.AuditPage;
import dev.slipway.audit.SubjectType;
import dev.slipway.web.BoundedCount;
import dev.slipway.web.QueryString;
import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  /** The name of a parameter in a sentence about it. */
  private static final Pattern PARAMETER =
      Pattern.compile("'(actor|action|subject|address|from|to|q)'");

  private final AuditEntries entries;
  private final Accounts accounts;

  AuditPages(AuditEntries entries, Accounts accounts) {
    this.entries = entries;
    this.accounts = accounts;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance audit(AuditLogPage page);

    private Templates() {}
  }

  /**
   * @param accounts those of the subjects that are names of accounts
   * @param count how many entries the filters select; null if it isn't known
   * @param actions to choose from
   * @param filters the values of the filters that are set, by the names of their parameters
   * @param first whether the page begins with the newest entry
   * @param problem what is wrong with the filters; null if they are valid
   */
  record AuditLogPage(
      AuditPage found,
      Set<String> accounts,
      BoundedCount count,
      List<ActionGroup> actions,
      Map<String, String> filters,
      boolean first,
      String problem) {
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
                return new Chip(label(filter.getKey()), words(filter), queryOf(others));
              })
          .toList();
    }

    /** Returns the path of the page about the subject; null if there is none. */
    public String pageOf(AuditEntryView entry) {
      return switch (entry.subjectType()) {
        case VIDEO, UPLOAD -> "/admin/videos/" + entry.subject();
        case WEBHOOK -> "/webhooks/" + entry.subject();
        case NOTIFICATION -> "/admin/inbox/" + entry.subject();
        case RECONCILIATION -> "/admin/drift/" + entry.subject();
        case BULK_JOB -> "/admin/jobs/" + entry.subject();
        case ACCOUNT ->
            accounts.contains(entry.subject()) ? "/admin/accounts/" + entry.subject() : null;
        case SHARE, TOKEN, APPLICATION, OTHER -> null;
      };
    }

    private static String label(String name) {
      return switch (name) {
        case "q" -> "Detail";
        case "subject" -> "Object";
        case "to" -> "Until";
        default -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      };
    }

    /** A sentence about parameters, with the labels of their fields instead of their names. */
    static String withLabels(String sentence) {
      return PARAMETER.matcher(sentence).replaceAll(name -> "“" + label(name.group(1)) + "”");
    }

    private static String words(Map.Entry<String, String> filter) {
      return filter.getKey().equals("action")
          ? ActionGroup.words(filter.getValue())
          : filter.getValue();
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

  /**
   * Actions that begin alike, to choose from.
   *
   * @param area the value of the filter for all of them, such as {@code login.}
   * @param actions in words, by their codes
   */
  record ActionGroup(String area, String label, Map<String, String> actions) {
    /**
     * @param recorded the actions of all entries, perhaps of other versions
     */
    static List<ActionGroup> list(List<String> recorded) {
      var groups = new TreeMap<String, ActionGroup>();
      Stream.concat(AuditActions.words().keySet().stream(), recorded.stream())
          .filter(code -> code.contains("."))
          .forEach(
              code ->
                  groups
                      .computeIfAbsent(areaOf(code), ActionGroup::of)
                      .actions
                      .put(code, AuditActions.describe(code)));
      return List.copyOf(groups.values());
    }

    private static ActionGroup of(String area) {
      return new ActionGroup(area, words(area), new TreeMap<>());
    }

    /** Returns a value of the filter in words. */
    static String words(String value) {
      return value.endsWith(".")
          ? AuditActions.describe(value.substring(0, value.length() - 1))
          : AuditActions.describe(value);
    }

    private static String areaOf(String code) {
      return code.substring(0, code.indexOf('.') + 1);
    }

    boolean has(String value) {
      return area.equals(value) || actions.containsKey(value);
    }
  }

  @GET
  @Operation(hidden = true)
  public Response list(
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
    var filters = new LinkedHashMap<String, String>();
    put(filters, "actor", actor);
    put(filters, "action", wanted);
    put(filters, "subject", subject);
    put(filters, "address", address);
    put(filters, "from", from);
    put(filters, "to", to);
    put(filters, "q", q);
    var actions = ActionGroup.list(entries.listActions());
    try {
      requireKnown(wanted, actions);
      var filter = AuditFilter.parse(actor, wanted, subject, address, from, to, q);
      var found = entries.findPage(filter, after, before, PAGE_SIZE);
      var first = found.previous() == null && (after == null || before != null);
      return Response.ok(
              Templates.audit(
                  new AuditLogPage(
                      found,
                      accountsIn(found),
                      count(filter, found, first),
                      actions,
                      filters,
                      first,
                      null)))
          .build();
    } catch (ProblemException refusal) {
      if (refusal.code() != ErrorCode.INVALID_REQUEST) {
        throw refusal;
      }
      var none = new AuditPage(List.of(), null, null);
      return Response.status(Response.Status.BAD_REQUEST)
          .entity(
              Templates.audit(
                  new AuditLogPage(
                      none,
                      Set.of(),
                      null,
                      actions,
                      filters,
                      true,
                      AuditLogPage.withLabels(refusal.getMessage()))))
          .build();
    }
  }

  /** Failed logins name accounts that don't exist, too. */
  private Set<String> accountsIn(AuditPage found) {
    return accounts.findExisting(
        found.items().stream()
            .filter(entry -> entry.subjectType() == SubjectType.ACCOUNT)
            .map(AuditEntryView::subject)
            .collect(Collectors.toSet()));
  }

  private BoundedCount count(AuditFilter filter, AuditPage found, boolean first) {
    return first && found.next() == null
        ? new BoundedCount(found.items().size(), true)
        : entries.count(filter).orElse(null);
  }

  private static void requireKnown(String action, List<ActionGroup> actions) {
    if (action != null
        && !action.isBlank()
        && actions.stream().noneMatch(group -> group.has(action.strip()))) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "There is no action '%s'. Choose one from the list."
              .formatted(SafeText.truncate(action.strip(), AuditFilter.MAX_LENGTH)));
    }
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
