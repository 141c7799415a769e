package dev.slipway.audit;

import dev.slipway.web.NativeQueries;
import dev.slipway.web.SafeText;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Reads entries along the index that fits the filter, the newest or the oldest first. */
final class AuditQuery {
  /** Each step is one descent of the index, so the number of entries doesn't matter. */
  private static final String ACTIONS =
      """
      with recursive known as (
        (select action from audit_entry order by action limit 1)
        union all
        select (select action from audit_entry where action > known.action order by action limit 1)
        from known where known.action is not null
      )
      select action from known where action is not null
      """;

  static final String COUNT = "select count(*) from (select 1 from %s limit :limit) c";

  static final String INDEXES_ONLY =
      "select set_config('plan_cache_mode', 'force_custom_plan', true),"
          + " set_config('enable_seqscan', 'off', true)";

  private final StringJoiner where = new StringJoiner(" and ", " where ", "").setEmptyValue("");
  private final Map<String, Object> parameters = new HashMap<>();
  private final boolean newestFirst;
  private final String source;

  /**
   * @param beyond the entry that the list continues at; null to begin
   * @param newestFirst whether it continues with older entries
   * @param until the last entry that is read; null to read on to the end of the log
   * @param actions those that a filter for an area selects; empty for another filter
   * @param inOrder whether the order of the entries matters
   */
  private AuditQuery(
      AuditFilter filter,
      AuditCursor beyond,
      AuditCursor until,
      boolean newestFirst,
      List<String> actions,
      boolean inOrder) {
    this.newestFirst = newestFirst;
    add("actor = :actor", "actor", filter.actor());
    add("subject = :subject", "subject", filter.subject());
    add("address = :address", "address", filter.address());
    add("at >= :from", "from", filter.from());
    add("at < :to", "to", filter.to());
    addWords(filter.words());
    if (beyond != null) {
      add("(at, id) %s (:at, :id)".formatted(newestFirst ? "<" : ">"), "at", beyond.at());
      parameters.put("id", beyond.id());
    }
    if (until != null) {
      add("(at, id) >= (:untilAt, :untilId)", "untilAt", until.at());
      parameters.put("untilId", until.id());
    }
    var isMerged = inOrder && filter.isArea() && !filter.isSelective() && !actions.isEmpty();
    source = isMerged ? merge(actions) : matching(filter, actions);
  }

  static List<AuditEntry> find(
      EntityManager database,
      AuditFilter filter,
      AuditCursor beyond,
      boolean newestFirst,
      int limit) {
    var actions = actionsOf(database, filter);
    return new AuditQuery(filter, beyond, null, newestFirst, actions, true)
        .list(database, 0, limit);
  }

  /** The n-th entry that follows, the newest first; null if there are fewer than n. */
  static AuditCursor skip(
      EntityManager database, AuditFilter filter, AuditCursor beyond, int count) {
    var actions = actionsOf(database, filter);
    var found =
        new AuditQuery(filter, beyond, null, true, actions, true).list(database, count - 1, 1);
    return found.isEmpty() ? null : AuditCursor.of(found.get(0));
  }

  /** The entries up to another one, the newest first. */
  static List<AuditEntry> findUntil(
      EntityManager database, AuditFilter filter, AuditCursor beyond, AuditCursor until) {
    var actions = actionsOf(database, filter);
    return new AuditQuery(filter, beyond, until, true, actions, true)
        .list(database, 0, Integer.MAX_VALUE);
  }

  /**
   * Counts the entries that a filter selects, up to a limit. In any order, so the index that the
   * filter follows is enough.
   */
  static long count(EntityManager database, AuditFilter filter, int limit) {
    var actions = actionsOf(database, filter);
    var query = new AuditQuery(filter, null, null, true, actions, false);
    database.createNativeQuery(INDEXES_ONLY).getSingleResult();
    var count = database.createNativeQuery(COUNT.formatted(query.source));
    query.parameters.forEach(count::setParameter);
    return ((Number) count.setParameter("limit", limit).getSingleResult()).longValue();
  }

  private static List<String> actionsOf(EntityManager database, AuditFilter filter) {
    return filter.isArea() ? actions(database, filter.action()) : List.of();
  }

  /** Lists the actions of all entries, in alphabetical order. */
  static List<String> actions(EntityManager database) {
    return NativeQueries.scalars(database, ACTIONS, String.class).getResultList();
  }

  private static List<String> actions(EntityManager database, String area) {
    return actions(database).stream().filter(action -> action.startsWith(area)).toList();
  }

  private String matching(AuditFilter filter, List<String> actions) {
    if (filter.isArea()) {
      add("action = any(:actions)", "actions", actions.toArray(String[]::new));
    } else {
      add("action = :action", "action", filter.action());
    }
    return "audit_entry e" + where;
  }

  /**
   * An index has the entries of one action in order, not those of several. So the first ones of
   * each action are merged, unless few entries match the rest of the filter anyway. Each action is
   * a parameter of its own, because how frequent it is decides which index is read.
   */
  private String merge(List<String> actions) {
    var others = where.toString();
    var merged = new StringJoiner(" union all ", "(", ") e");
    for (var action : actions) {
      var name = "action" + parameters.size();
      parameters.put(name, action);
      merged.add(
          "(select * from audit_entry%s action = :%s%s limit :reach)"
              .formatted(others.isEmpty() ? " where" : others + " and", name, order("")));
    }
    return merged.toString();
  }

  private String order(String table) {
    var direction = newestFirst ? " desc" : "";
    return " order by %1$sat%2$s, %1$sid%2$s".formatted(table, direction);
  }

  private void addWords(List<String> words) {
    for (var word : words) {
      var name = "word" + parameters.size();
      add("detail ilike :%s escape '!'".formatted(name), name, SafeText.likePattern(word));
    }
  }

  private void add(String condition, String name, Object value) {
    if (value != null) {
      where.add(condition);
      parameters.put(name, value);
    }
  }

  private List<AuditEntry> list(EntityManager database, int offset, int limit) {
    // A plan for any values doesn't know how frequent these are.
    database.createNativeQuery("set local plan_cache_mode = force_custom_plan").executeUpdate();
    var sql = "select {e.*} from " + source + order("e.") + " limit :limit offset :offset";
    var query = NativeQueries.entities(database, sql, AuditEntry.class, "e");
    parameters.forEach(query::setParameter);
    if (sql.contains(":reach")) {
      query.setParameter("reach", (long) offset + limit);
    }
    return query.setParameter("limit", limit).setParameter("offset", offset).getResultList();
  }
}
