package dev.slipway.audit;

import dev.slipway.audit.AuditEntry.Origin;
import dev.slipway.web.ClientAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Records who changed what and when. An entry is written in the transaction of the change itself,
 * so that either both are stored or neither is. During a request an entry also has the client's
 * address, unless the application or the store is the actor, and the id of the request.
 */
@ApplicationScoped
public class AuditLog {
  /** The actor of changes that the application makes without a request. */
  public static final String SYSTEM = "system";

  /** The actor of changes that the object store reported. */
  public static final String STORE = "store";

  /** The actor of requests without a login, such as a failed one. */
  public static final String ANONYMOUS = "anonymous";

  private static final int MAX_ENTRIES = 100;

  /** The entries before the gap of an abridged list. */
  public static final int FIRST_ENTRIES = 20;

  private static final String INSERT_ALL =
      "insert into audit_entry (at, actor, action, subject, detail, address, trace_id)"
          + " select :at, :actor, :action, * from unnest(cast(:subjects as text[]),"
          + " cast(:details as text[]), cast(:addresses as text[]), cast(:traceIds as text[]))";

  private final EntityManager entities;
  private final RequestOrigin request;
  private final Clock clock;
  private final ThreadLocal<Cause> cause = new ThreadLocal<>();

  /** No account may have these names. */
  public static final Set<String> RESERVED_ACTORS = Set.of(SYSTEM, STORE, ANONYMOUS);

  AuditLog(EntityManager entities, RequestOrigin request, Clock clock) {
    this.entities = entities;
    this.request = request;
    this.clock = clock;
  }

  /**
   * Why a background task changes something for an account.
   *
   * @param text such as {@code bulk job 12}
   * @param address from which the account requested it; null if it is not known
   */
  public record Cause(String text, String address) {}

  /**
   * One of several changes that are recorded together.
   *
   * @param subject the id of what changed
   * @param detail an explanation for people, or null
   * @param origin of the request that changed it
   */
  public record Change(String subject, String detail, Origin origin) {}

  /**
   * Performs a change in the background. The detail of each entry that it records ends with the
   * cause, in parentheses, and entries of accounts have the address of the request.
   */
  public <T> T attribute(Cause reason, Supplier<T> change) {
    cause.set(reason);
    try {
      return change.get();
    } finally {
      cause.remove();
    }
  }

  /**
   * @param actor an account's name, {@link #SYSTEM}, {@link #STORE} or {@link #ANONYMOUS}
   * @param action thing and past participle, such as {@code upload.opened}
   * @param subject the id of what changed
   * @param detail an explanation for people, or null
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(String actor, String action, String subject, String detail) {
    var isOfClient = !actor.equals(SYSTEM) && !actor.equals(STORE);
    persist(actor, action, subject, detail, isOfClient ? address() : null);
  }

  /** The same, for an address that is known otherwise, such as that of an SFTP connection. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(
      String actor, String action, String subject, String detail, ClientAddress address) {
    persist(actor, action, subject, detail, address.text());
  }

  /** Returns where the current change of an account comes from, for {@link #recordAll}. */
  public Origin currentOrigin() {
    return new Origin(address(), request.traceId());
  }

  /** Records changes that one account made in the same transaction, with one statement. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void recordAll(String account, String action, List<Change> changes) {
    entities
        .createNativeQuery(INSERT_ALL)
        .setParameter("at", clock.instant())
        .setParameter("actor", account)
        .setParameter("action", action)
        .setParameter("subjects", texts(changes, Change::subject))
        .setParameter("details", texts(changes, change -> withCause(change.detail())))
        .setParameter("addresses", texts(changes, change -> change.origin().address()))
        .setParameter("traceIds", texts(changes, change -> change.origin().traceId()))
        .executeUpdate();
  }

  private static String[] texts(List<Change> changes, Function<Change, String> text) {
    return changes.stream().map(text).toArray(String[]::new);
  }

  /** Records what changed nothing, in a transaction of its own. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void recordAlone(String actor, String action, String subject, String detail, Origin origin) {
    new AuditEntry(clock.instant(), actor, action, subject, detail, origin).persist();
  }

  /**
   * The entries about a subject, oldest first.
   *
   * @param isAbridged whether entries are left out behind the first {@value #FIRST_ENTRIES}
   */
  public record History(List<AuditEntry> entries, boolean isAbridged) {}

  /**
   * Returns the entries about a subject; of more than a hundred, only the first and the last ones.
   * Refused access is no part of its history: strangers can cause entries about it.
   */
  public History historyOf(String subject) {
    var first = findBySubject(subject, "at, id", MAX_ENTRIES + 1);
    if (first.size() <= MAX_ENTRIES) {
      return new History(first, false);
    }
    var entries = new ArrayList<>(first.subList(0, FIRST_ENTRIES));
    var last = findBySubject(subject, "at desc, id desc", MAX_ENTRIES - FIRST_ENTRIES);
    Collections.reverse(last);
    entries.addAll(last);
    return new History(entries, true);
  }

  private static List<AuditEntry> findBySubject(String subject, String order, int limit) {
    return new ArrayList<>(
        AuditEntry.<AuditEntry>find(
                "subject = ?1 and action <> ?2 order by " + order, subject, AccessDenials.ACTION)
            .page(0, limit)
            .list());
  }

  /** Whether an action on a subject was recorded before a time. */
  public boolean hasEntryBefore(String action, String subject, Instant time) {
    return AuditEntry.count("subject = ?1 and action = ?2 and at < ?3", subject, action, time) > 0;
  }

  private void persist(String actor, String action, String subject, String detail, String address) {
    var origin = new Origin(address, request.traceId());
    new AuditEntry(clock.instant(), actor, action, subject, withCause(detail), origin).persist();
  }

  private String address() {
    var reason = cause.get();
    return reason == null ? request.address() : reason.address();
  }

  /**
   * A search looks for each word anywhere, so the last word of a cause has a sign at both ends: a
   * search for {@code (bulk job #2)} doesn't find job 12 or 21.
   */
  private String withCause(String detail) {
    var reason = cause.get();
    if (reason == null) {
      return detail;
    }
    return (detail == null ? "" : detail + " ") + "(" + reason.text() + ")";
  }
}
