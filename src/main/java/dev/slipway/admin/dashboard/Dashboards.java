package dev.slipway.admin.dashboard;

import dev.slipway.account.CurrentAccount;
import dev.slipway.admin.dashboard.Dashboard.Day;
import dev.slipway.admin.dashboard.Dashboard.Numbers;
import dev.slipway.admin.dashboard.RollupQueries.Found;
import dev.slipway.audit.AuditLog;
import dev.slipway.ingest.inbox.InboxService;
import dev.slipway.processing.MediaJobs;
import dev.slipway.reconcile.Reconciliations;
import dev.slipway.uploads.UploadQueries;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Assembles the dashboard of the last days, and has it counted again. */
@ApplicationScoped
class Dashboards {
  /** The current day is one of them. */
  static final List<Integer> PERIODS = List.of(7, 30, 90, 365);

  static final int DEFAULT_PERIOD = 30;

  /** Ids are random and consist of these characters, in the order of the database. */
  private static final String ID_CHARACTERS = "234567abcdefghijklmnopqrstuvwxyz";

  /** Among them is the newest one that has ended: at most one runs, and few wait. */
  private static final int RECONCILIATIONS = 25;

  private final RollupQueries queries;
  private final Rollup rollup;
  private final InboxService inbox;
  private final MediaJobs jobs;
  private final UploadQueries uploads;
  private final Reconciliations reconciliations;
  private final CurrentAccount caller;
  private final AuditLog audit;
  private final Clock clock;

  Dashboards(
      RollupQueries queries,
      Rollup rollup,
      InboxService inbox,
      MediaJobs jobs,
      UploadQueries uploads,
      Reconciliations reconciliations,
      CurrentAccount caller,
      AuditLog audit,
      Clock clock) {
    this.queries = queries;
    this.rollup = rollup;
    this.inbox = inbox;
    this.jobs = jobs;
    this.uploads = uploads;
    this.reconciliations = reconciliations;
    this.caller = caller;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Returns the dashboard of the last days.
   *
   * @param days one of {@link #PERIODS}; null for the default
   * @throws ProblemException {@code invalid-request}
   */
  Dashboard find(Long days) {
    var period = requirePeriod(days);
    var to = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var from = to.minusDays(period - 1L);
    var found = queries.find(from, to);
    return new Dashboard(
        period,
        from,
        to,
        found.asOf(),
        percent(found.countedTo()),
        found.pendingChanges().value(),
        found.pendingChanges().isExact(),
        total(found),
        from.datesUntil(to.plusDays(1)).map(day -> new Day(day, numbers(found, day))).toList(),
        found.rejections(),
        found.storage(),
        inbox.countBacklog(Dashboard.MAX_BACKLOG),
        jobs.count(),
        uploads.countOpen(Dashboard.MAX_BACKLOG),
        reconciliations.findNewest(RECONCILIATIONS).stream()
            .filter(reconciliation -> !reconciliation.open())
            .findFirst()
            .orElse(null));
  }

  /** Forgets all numbers and has them counted again, for example after the tables were changed. */
  @Transactional
  void rebuild() {
    rollup.reset();
    audit.record(caller.getName(), "dashboard.rebuilt", "dashboard", null);
  }

  private static int requirePeriod(Long days) {
    if (days == null) {
      return DEFAULT_PERIOD;
    }
    if (PERIODS.stream().noneMatch(period -> period.longValue() == days)) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "'days' must be 7, 30, 90 or 365.");
    }
    return days.intValue();
  }

  private static Numbers total(Found found) {
    var lag = new LagHistogram();
    found.lags().values().forEach(lag::addAll);
    var sums =
        found.numbers().values().stream()
            .reduce(
                Numbers.NONE,
                (one, other) ->
                    new Numbers(
                        one.videos() + other.videos(),
                        one.bytes() + other.bytes(),
                        one.reconciled() + other.reconciled(),
                        one.rejected() + other.rejected(),
                        null));
    return withLag(sums, lag);
  }

  private static Numbers numbers(Found found, LocalDate day) {
    return withLag(
        found.numbers().getOrDefault(day, Numbers.NONE),
        found.lags().getOrDefault(day, new LagHistogram()));
  }

  private static Numbers withLag(Numbers numbers, LagHistogram lag) {
    return new Numbers(
        numbers.videos(),
        numbers.bytes(),
        numbers.reconciled(),
        numbers.rejected(),
        lag.summarize());
  }

  /** As ids are random, their first two characters say how many come before. */
  static int percent(String countedTo) {
    if (countedTo.equals(Rollup.END)) {
      return 100;
    }
    if (countedTo.length() < 2) {
      return 0;
    }
    var base = ID_CHARACTERS.length();
    var position =
        ID_CHARACTERS.indexOf(countedTo.charAt(0)) * base
            + ID_CHARACTERS.indexOf(countedTo.charAt(1));
    return position * 100 / (base * base);
  }
}
