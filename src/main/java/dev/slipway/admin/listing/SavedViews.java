package dev.slipway.admin.listing;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.web.SafeText;
import dev.slipway.web.database.Locks;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.InvalidParameterException;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;

/** The saved views of the administrators' listing, which all administrators share. */
@ApplicationScoped
class SavedViews {
  static final int MAX_VIEWS = 100;

  /** In UTF-16 units. */
  static final int MAX_NAME_LENGTH = 60;

  /** A name is a part of an address, in which slashes would separate parts. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][^/\\\\]*");

  /** One administrator at a time changes views, so that the limit holds and names stay unique. */
  private static final String LOCK = "saved views";

  private final CurrentAccount caller;
  private final AuditLog audit;
  private final EntityManager database;
  private final Clock clock;

  SavedViews(CurrentAccount caller, AuditLog audit, EntityManager database, Clock clock) {
    this.caller = caller;
    this.audit = audit;
    this.database = database;
    this.clock = clock;
  }

  /** Returns all views by name. */
  @Transactional
  List<SavedView> findAll() {
    return SavedView.listAll(Sort.by("key"));
  }

  /**
   * Saves a view.
   *
   * @param text the name; different from all others, not only by case
   * @param query the query string of the listing; the position of a page is left out
   * @param replace whether to change a view that has this name
   * @throws ProblemException {@code invalid-request}; {@code view-exists}; {@code quota-exceeded}
   */
  @Transactional
  SavedView save(String text, String query, boolean replace) {
    var name = parseName(text);
    var address = ListingAddress.parse(query);
    Locks.lockName(database, LOCK);
    SavedView known = SavedView.findById(SavedView.keyOf(name));
    if (known != null && !replace) {
      throw new ProblemException(
          ErrorCode.VIEW_EXISTS,
          "There is a view “%s”. Choose another name, or choose to replace it."
              .formatted(known.name));
    }
    if (known == null && SavedView.count() >= MAX_VIEWS) {
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED,
          "There are %d views, the maximum. Delete one first.".formatted(MAX_VIEWS));
    }
    var view = known == null ? new SavedView(name) : known;
    view.save(name, address, caller.getName(), clock.instant());
    view.persist();
    audit.record(caller.getName(), "view.saved", name, view.query.isEmpty() ? null : view.query);
    return view;
  }

  /**
   * Deletes a view.
   *
   * @throws ProblemException {@code not-found}
   */
  @Transactional
  void delete(String text) {
    var name = parseName(text);
    Locks.lockName(database, LOCK);
    SavedView view = SavedView.findById(SavedView.keyOf(name));
    if (view == null) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "There is no view with this name.");
    }
    view.delete();
    audit.record(caller.getName(), "view.deleted", view.name, view.query);
  }

  private static String parseName(String text) {
    var name = SafeText.label(text).orElse("");
    if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      throw new InvalidParameterException(
          ListingErrors.VIEW_NAME,
          "must have at most %d characters, begin with a letter or a digit, and have no slashes"
              .formatted(MAX_NAME_LENGTH));
    }
    return name;
  }
}
