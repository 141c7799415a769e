package dev.slipway.catalogue.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.access.SearchSlots;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.catalogue.listing.VideoListing.ListingPage;
import dev.slipway.catalogue.listing.VideoListing.Position;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the listing follows an order when too many videos fulfil its filters to collect them. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class VideoListingTest {
  private static final int COUNT = 60;

  /** Less than the videos that fulfil any filter of these tests. */
  private static final int MAX_EXAMINED = 10;

  @Inject EntityManager database;
  @Inject VideoListing listing;
  @Inject SearchSlots slots;

  @BeforeEach
  void insertVideos() {
    execute(
        "insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,"
            + " status, visibility, size, etag, duration_millis, stored_at, stored_by, catalogued_at,"
            + " version) select translate(substr(md5('w' || i), 1, 25), '0189', 'ghij') || 'a',"
            + " 'slipway-videos', 'videos/walked/' || i, 1, true, 'creator2', 'Walked ' || (i % 7),"
            + " 'w', 'READY', case when i <= 30 then 'UNLISTED' else 'PRIVATE' end, i % 4, 'e',"
            + " case when i % 5 > 0 then 1000 * (i % 3) end,"
            + " timestamptz '2099-03-01T00:00:00Z' + i * interval '1 day', 'NOTIFICATION',"
            + " timestamptz '2099-03-01T00:00:00Z' + i * interval '2 days', 0"
            + " from generate_series(1, 60) i");
  }

  @AfterEach
  void deleteVideos() {
    execute("delete from video where object_key like 'videos/walked/%'");
  }

  /** Only its own transaction can have the isolation that makes all ids those of one moment. */
  @Test
  void readsIdsInATransactionOfItsOwn() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              database
                  .createNativeQuery("delete from video where object_key = 'videos/walked/60'")
                  .executeUpdate();
              var ids = listing.readIds(filter("from", "2099-01-01"), null, 100).ids();
              assertThat(ids).hasSize(COUNT);
              assertThat(setting("transaction_isolation")).isEqualTo("read committed");
              assertThat(setting("enable_seqscan")).isEqualTo("on");
            });
  }

  private Object setting(String name) {
    return database
        .createNativeQuery("select current_setting('%s')".formatted(name))
        .getSingleResult();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "storedAt",
        "-storedAt",
        "size",
        "-size",
        "duration",
        "-duration",
        "title",
        "-title",
        "owner",
        "-owner",
        "lag",
        "-lag"
      })
  void showsEveryVideoOnceInBothDirections(String sort) {
    var order = ListingOrder.parse(sort, ListingOrder.Scope.SHOWN);
    var filter = filter("from", "2099-01-01");
    var forwards = new ArrayList<String>();
    var page = read(filter, order, new Position(null, false, 7));
    add(page, forwards);
    while (page.next() != null) {
      page = read(filter, order, new Position(page.next(), false, 7));
      add(page, forwards);
    }
    assertThat(forwards).hasSize(COUNT).doesNotHaveDuplicates();

    var backwards = new ArrayList<String>();
    while (page.previous() != null) {
      page = read(filter, order, new Position(page.previous(), true, 7));
      var ids = new ArrayList<>(ids(page));
      Collections.reverse(ids);
      backwards.addAll(ids);
    }
    Collections.reverse(backwards);
    assertThat(forwards).startsWith(backwards.toArray(String[]::new));
    assertThat(backwards).hasSizeGreaterThanOrEqualTo(COUNT - 7);
  }

  @ParameterizedTest
  @CsvSource({"-storedAt, 30", "storedAt, 30"})
  void continuesWhereTheSearchEnded(String sort, int expected) {
    var order = ListingOrder.parse(sort, ListingOrder.Scope.SHOWN);
    var filter = filter("visibility", "unlisted", "from", "2099-01-01");
    var found = new ArrayList<String>();
    var partial = 0;
    var page = read(filter, order, new Position(null, false, 7));
    for (; ; page = read(filter, order, new Position(page.next(), false, 7))) {
      add(page, found);
      partial += page.isPartial() ? 1 : 0;
      assertThat(page.total().videos()).isGreaterThan(MAX_EXAMINED);
      if (page.next() == null) {
        break;
      }
    }
    assertThat(found).hasSize(expected).doesNotHaveDuplicates();
    assertThat(partial).isPositive();
  }

  @Test
  void followsTheOrderIfCollectingCostsMore() {
    execute("analyze video");
    var filter = filter("visibility", "unlisted", "from", "2099-01-01");
    var cheap = read(new VideoListing(database, slots, COUNT, Double.MAX_VALUE), filter);
    var expensive = read(new VideoListing(database, slots, COUNT, 0), filter);

    assertThat(cheap.total()).isEqualTo(ListingTotal.counted(30));
    assertThat(expensive.total().isExact()).isFalse();
    assertThat(ids(expensive)).hasSize(7).isEqualTo(ids(cheap));
  }

  @Test
  void countsWhatAPageOnlyEstimates() {
    execute("analyze video");
    var filter = filter("visibility", "unlisted", "from", "2099-01-01");

    assertThat(count(new VideoListing(database, slots, COUNT, 0), filter).text()).isEqualTo("30");
    assertThat(ListingTotal.estimated(1_004_979).text()).isEqualTo("about 1 million");
    assertThat(ListingTotal.moreThan(20_000).text()).isEqualTo("more than 20,000");
  }

  @Test
  void collectsWhatTheOrderDoesNotFind() {
    execute("analyze video");
    // The first 30 videos of the order are private.
    var page =
        read(
            new VideoListing(database, slots, 31, 0),
            filter("visibility", "unlisted", "from", "2099-01-01"));

    assertThat(page.videos()).hasSize(7);
    assertThat(page.isPartial()).isFalse();
    assertThat(page.total()).isEqualTo(ListingTotal.counted(30));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leadsBackFromAnEmptyPage(boolean backwards) {
    var filter = filter("from", "2099-01-01");
    var order = backwards ? ListingOrder.NEWEST : ListingOrder.NEWEST.reversed();
    var edge = read(filter, order, new Position(null, false, 1));
    var cursor = edge.next().withOrder(ListingOrder.NEWEST);

    var empty = read(filter, ListingOrder.NEWEST, new Position(cursor, backwards, 5));
    assertThat(empty.videos()).isEmpty();
    var back = backwards ? empty.next() : empty.previous();
    var parsed = ListingCursor.parse("before", ListingOrder.NEWEST, back.encoded());
    var page = read(filter, ListingOrder.NEWEST, new Position(parsed, !backwards, 5));

    assertThat(ids(page)).hasSize(5).contains(ids(edge).get(0));
  }

  /** It becomes the cursor of the next page, which anyone can decode. */
  @Test
  void aSearchEndsAtAVideoThatTheCallerMaySee() {
    execute(
        "update video set visibility = 'PUBLIC' where id in"
            + " (select id from video where object_key like 'videos/walked/%' order by id limit 20)");
    for (var access : List.of(Access.PUBLIC, Access.ownAndPublic("viewer"))) {
      var filter = ListingFilter.parse(access, name -> name.equals("from") ? "2099-01-01" : null);
      var last =
          QuarkusTransaction.requiringNew()
              .call(
                  () ->
                      new ListingQuery(database, filter, MAX_EXAMINED)
                          .lastExamined(ListingOrder.NEWEST, null)
                          .orElseThrow());
      var visibility =
          QuarkusTransaction.requiringNew()
              .call(
                  () ->
                      database
                          .createNativeQuery(
                              "select visibility from video where id = ?1", String.class)
                          .setParameter(1, last.id())
                          .getSingleResult());
      assertThat(visibility).isEqualTo("PUBLIC");
    }
  }

  private ListingPage read(ListingFilter filter, ListingOrder order, Position position) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                new VideoListing(database, slots, MAX_EXAMINED, Double.MAX_VALUE)
                    .read(filter, order, position));
  }

  private static ListingPage read(VideoListing listing, ListingFilter filter) {
    return QuarkusTransaction.requiringNew()
        .call(() -> listing.read(filter, ListingOrder.NEWEST, new Position(null, false, 7)));
  }

  private static ListingTotal count(VideoListing listing, ListingFilter filter) {
    return QuarkusTransaction.requiringNew().call(() -> listing.count(filter));
  }

  private static ListingFilter filter(String... parameters) {
    return ListingFilter.parse(
        Access.ALL,
        name -> {
          var index = List.of(parameters).indexOf(name);
          return index < 0 ? null : parameters[index + 1];
        });
  }

  private static void add(ListingPage page, List<String> ids) {
    ids.addAll(ids(page));
  }

  private static List<String> ids(ListingPage page) {
    return page.videos().stream().map(Video::id).toList();
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery(sql).executeUpdate());
  }
}
