package dev.slipway.admin.dashboard;

import dev.slipway.admin.dashboard.Dashboard.AccountStorage;
import dev.slipway.admin.dashboard.Dashboard.Numbers;
import dev.slipway.admin.dashboard.Dashboard.RejectionCount;
import dev.slipway.admin.dashboard.Dashboard.Storage;
import dev.slipway.admin.dashboard.Dashboard.Stored;
import dev.slipway.catalogue.Rejection;
import dev.slipway.web.BoundedCount;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads the tables that {@link Rollup} writes. Each query reads a part of an index. */
@ApplicationScoped
class RollupQueries {
  static final String STATE =
      "select counted_to, as_of, videos, bytes, trash_videos, trash_bytes from dashboard_state";
  static final String PENDING =
      "select count(*) from (select video_id from dashboard_change order by video_id, id"
          + " limit :max) c";
  static final String DAYS =
      "select day, videos, bytes, reconciled, rejected from dashboard_day"
          + " where day between :from and :to";
  static final String LAGS =
      "select day, bucket, videos from dashboard_lag where day between :from and :to"
          + " and videos > 0";
  static final String REJECTIONS =
      "select reason, cast(sum(videos) as bigint) from dashboard_rejection"
          + " where day between :from and :to group by reason having sum(videos) > 0"
          + " order by 2 desc, 1";
  static final String ACCOUNTS =
      "select owner, videos, bytes, trash_videos, trash_bytes from dashboard_account"
          + " where bytes > 0 order by bytes desc, owner limit :max";

  private final EntityManager entities;

  RollupQueries(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * What the tables contain about some days, from one snapshot.
   *
   * @param countedTo the id up to which videos have been counted
   * @param pendingChanges at most {@link Dashboard#MAX_PENDING_CHANGES}
   * @param numbers without the lag
   */
  record Found(
      String countedTo,
      Instant asOf,
      BoundedCount pendingChanges,
      Map<LocalDate, Numbers> numbers,
      Map<LocalDate, LagHistogram> lags,
      List<RejectionCount> rejections,
      Storage storage) {}

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Found find(LocalDate from, LocalDate to) {
    // The sum of all accounts fits the accounts.
    entities
        .createNativeQuery("set transaction isolation level repeatable read, read only")
        .executeUpdate();
    var state = (Tuple) query(STATE).getSingleResult();
    var pending = query(PENDING).setParameter("max", Dashboard.MAX_PENDING_CHANGES + 1);
    var numbers = new HashMap<LocalDate, Numbers>();
    for (var row : rows(between(DAYS, from, to))) {
      numbers.put(
          row.get(0, LocalDate.class),
          new Numbers(number(row, 1), number(row, 2), number(row, 3), number(row, 4), null));
    }
    return new Found(
        state.get(0, String.class),
        state.get(1, Instant.class),
        BoundedCount.of(
            number((Tuple) pending.getSingleResult(), 0), Dashboard.MAX_PENDING_CHANGES),
        numbers,
        findLags(from, to),
        map(
            between(REJECTIONS, from, to),
            row -> new RejectionCount(Rejection.codeOf(row.get(0, String.class)), number(row, 1))),
        findStorage(stored(state, 2)));
  }

  private Map<LocalDate, LagHistogram> findLags(LocalDate from, LocalDate to) {
    var lags = new HashMap<LocalDate, LagHistogram>();
    for (var row : rows(between(LAGS, from, to))) {
      lags.computeIfAbsent(row.get(0, LocalDate.class), day -> new LagHistogram())
          .add((int) number(row, 1), number(row, 2));
    }
    return lags;
  }

  private Storage findStorage(Stored total) {
    var accounts =
        map(
            query(ACCOUNTS).setParameter("max", Storage.MAX_ACCOUNTS),
            row -> {
              var owner = row.get(0, String.class);
              return new AccountStorage(owner.isEmpty() ? null : owner, stored(row, 1));
            });
    var shown = accounts.stream().map(AccountStorage::stored).reduce(Stored.NONE, Stored::plus);
    return new Storage(total, accounts, total.minus(shown));
  }

  private Query between(String sql, LocalDate from, LocalDate to) {
    return query(sql).setParameter("from", from).setParameter("to", to);
  }

  private Query query(String sql) {
    return entities.createNativeQuery(sql, Tuple.class);
  }

  private static <T> List<T> map(Query query, Function<Tuple, T> mapping) {
    return rows(query).stream().map(mapping).toList();
  }

  @SuppressWarnings("unchecked")
  private static List<Tuple> rows(Query query) {
    return query.getResultList();
  }

  /** The four numbers from a column on. */
  private static Stored stored(Tuple row, int first) {
    return new Stored(
        number(row, first), number(row, first + 1), number(row, first + 2), number(row, first + 3));
  }

  private static long number(Tuple row, int column) {
    return ((Number) row.get(column)).longValue();
  }
}
