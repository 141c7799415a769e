package dev.slipway.catalogue.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.catalogue.listing.ListingQuery.Statement;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each statement of the listing follows an index, and sorts no more than a bounded number of rows.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ListingQueryPlansTest {
  private static final String ID = "a".repeat(26);

  private static final Map<SortColumn, String> INDEXES =
      Map.of(
          SortColumn.STORED, "video_shown_newest",
          SortColumn.SIZE, "video_shown_size",
          SortColumn.DURATION, "video_shown_duration",
          SortColumn.TITLE, "video_shown_title",
          SortColumn.OWNER, "video_shown_owner",
          SortColumn.LAG, "video_shown_lag",
          SortColumn.TRASHED, "video_trash");

  /** Few rows are sorted faster than read along an index. This leaves it to plans without one. */
  private static final String NO_SORT = "select set_config('enable_sort', 'off', true)";

  private static final String MANY_VIDEOS =
      "insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,"
          + " status, visibility, size, etag, stored_at, stored_by, catalogued_at, version)"
          + " select translate(substr(md5('p' || i), 1, 25), '0189', 'ghij') || 'a',"
          + " 'slipway-videos', 'videos/plan/' || i, 1, true, 'creator', 'Plan', 'p.mp4', 'READY',"
          + " 'PUBLIC', 1, 'e', now(), 'NOTIFICATION', now(), 0 from generate_series(1, 3000) i";

  private static final String NO_INDEX_SCAN = "select set_config('enable_indexscan', 'off', true)";

  /** A value of each filter. */
  private static final Map<String, String> FILTERS =
      Map.ofEntries(
          Map.entry("q", "holiday"),
          Map.entry("status", "rejected"),
          Map.entry("reason", "malware"),
          Map.entry("type", "video/mp4"),
          Map.entry("format", "mp4"),
          Map.entry("codec", "hevc"),
          Map.entry("owner", "creator"),
          Map.entry("visibility", "unlisted"),
          Map.entry("tag", "Norway"),
          Map.entry("minSize", "1 GB"),
          Map.entry("maxSize", "2 GB"),
          Map.entry("minDuration", "10"),
          Map.entry("maxDuration", "10m"),
          Map.entry("from", "2026-11-01"),
          Map.entry("to", "2026-11-26"),
          Map.entry("minLag", "5s"),
          Map.entry("job", "failed"),
          Map.entry("orphan", "true"),
          Map.entry("missing", "true"));

  @Inject EntityManager database;

  static Stream<Arguments> ordersAndFilters() {
    var filters = Stream.concat(Stream.of(Map.<String, String>of()), eachFilter()).toList();
    return orders().stream()
        .flatMap(order -> filters.stream().map(filter -> Arguments.of(order, filter)));
  }

  private static Stream<Map<String, String>> eachFilter() {
    return Stream.concat(
        FILTERS.entrySet().stream().map(entry -> Map.of(entry.getKey(), entry.getValue())),
        Stream.of(Map.of("from", "7d")));
  }

  private static List<ListingOrder> orders() {
    return Arrays.stream(SortColumn.values())
        .flatMap(column -> Stream.of(true, false).map(down -> new ListingOrder(column, down)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("ordersAndFilters")
  void followsTheIndexOfTheOrder(ListingOrder order, Map<String, String> parameters) {
    var plan = explain(query(order, parameters).walkStatement(order, cursor(order), 51), NO_SORT);

    assertThat(plan).doesNotContain("Seq Scan").doesNotContain("Sort");
    if (parameters.isEmpty()) {
      assertThat(plan).contains(INDEXES.get(order.column()));
    }
  }

  @ParameterizedTest
  @MethodSource("ordersAndFilters")
  void sortsOnlyWhatWasCollected(ListingOrder order, Map<String, String> parameters) {
    var plan =
        explain(query(order, parameters).collectStatement(order, cursor(order), 51), "select 1");

    assertThat(plan).doesNotContain("Seq Scan");
    assertThat(plan.split("Sort Key: v\\.key", -1)).hasSize(2);
    assertThat(plan.split("Sort Key", -1)).hasSize(2);
  }

  /** In a small table, each index is as good as another. */
  @Test
  void findsTagsByTheirIndex() {
    var query = query(ListingOrder.NEWEST, Map.of("tag", "norway"));
    var statement = query.collectStatement(ListingOrder.NEWEST, null, 51);

    QuarkusTransaction.begin();
    database.createNativeQuery(MANY_VIDEOS).executeUpdate();
    database.createNativeQuery("analyze video").executeUpdate();
    var plan = explainHere(statement, NO_INDEX_SCAN);
    QuarkusTransaction.rollback();

    assertThat(plan).contains("video_tags");
  }

  @ParameterizedTest
  @EnumSource(
      value = SortColumn.class,
      names = {"LAG", "TRASHED"},
      mode = Mode.EXCLUDE)
  void readsTheNewestOfOthersAndOfOwnVideosByTheirIndexes(SortColumn column) {
    var order = new ListingOrder(column, true);
    for (var access : List.of(Access.PUBLIC, Access.ownAndPublic("creator"))) {
      var query = query(access, order, Map.of("q", "holiday", "visibility", "public"));

      var plan = explain(query.newestStatement(order, cursor(order), 51), NO_SORT);

      assertThat(plan).doesNotContain("Seq Scan").contains("video_public_newest");
      assertThat(plan.contains("video_shown_owner_newest")).isEqualTo(access.owner() != null);
    }
  }

  private ListingQuery query(ListingOrder order, Map<String, String> parameters) {
    return query(Access.ALL, order, parameters);
  }

  private ListingQuery query(Access access, ListingOrder order, Map<String, String> parameters) {
    return new ListingQuery(
        database,
        ListingFilter.parse(
            access,
            name ->
                name.equals("trash") && order.column() == SortColumn.TRASHED
                    ? "true"
                    : parameters.get(name)),
        VideoListing.MAX_EXAMINED);
  }

  private static ListingCursor cursor(ListingOrder order) {
    return new ListingCursor(order, "1", ID, false);
  }

  private String explain(Statement statement, String setting) {
    return QuarkusTransaction.requiringNew().call(() -> explainHere(statement, setting));
  }

  private String explainHere(Statement statement, String setting) {
    database.createNativeQuery(VideoListing.SET_PLANNER).getSingleResult();
    database.createNativeQuery(setting).getSingleResult();
    List<?> lines =
        new Statement("explain " + statement.sql(), statement.values())
            .in(database)
            .getResultList();
    return lines.stream().map(Object::toString).collect(Collectors.joining("\n"));
  }
}
