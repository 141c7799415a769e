package dev.slipway.catalogue.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The listing of the API, with filters, orders and pages in both directions. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class VideoListResourceTest {
  /** Selects the videos of this test, whatever other tests left in the database. */
  private static final String ONLY_THESE = "quokka";

  private static final int COUNT = 30;

  @Inject EntityManager database;

  private final ApiClient admin = ApiClient.as("admin");

  /** Sizes and durations repeat, so that the id has to decide; every tenth duration is unknown. */
  @BeforeEach
  void insertVideos() {
    execute(
        "insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,"
            + " status, rejection, visibility, size, etag, media_type, container, video_codec,"
            + " duration_millis, stored_at, stored_by, catalogued_at, missing_since, tags, version)"
            + " select translate(substr(md5('l' || i), 1, 25), '0189', 'ghij') || 'a',"
            + " 'slipway-videos', 'videos/quokka/' || i, 1, true,"
            + " case when i % 10 = 0 then null when i % 2 = 0 then 'creator' else 'creator2' end,"
            + " 'Quokka ' || (i % 7), 'file_' || i || '.mov',"
            + " case when i % 3 = 0 then 'REJECTED' else 'READY' end,"
            + " case when i % 3 = 0 then 'UNREADABLE' end,"
            + " case when i % 5 = 0 then 'PUBLIC' else 'PRIVATE' end, 1000 * (i % 4 + 1), 'e',"
            + " 'video/quicktime', 'quicktime', case when i % 2 = 0 then 'hevc' else 'h264' end,"
            + " case when i % 10 = 3 then null else 1000 * (i % 6) end,"
            + " timestamptz '2026-03-01T00:00:00Z' + i * interval '1 day', 'NOTIFICATION',"
            + " timestamptz '2026-03-01T00:00:00Z' + i * interval '1 day' + i * interval '1 second',"
            + " case when i = 4 then now() end,"
            + " case when i % 4 = 0 then array['Été', 'sea'] else '{}' end, 0"
            + " from generate_series(1, 30) i");
  }

  /** Two videos with a failed job, and three with one that is not finished. */
  private void insertJobs() {
    execute(
        "insert into media_job (video_id, kind, run, priority, state, queued_at, started_at,"
            + " ended_at, next_attempt_at) select id, 'PICTURES', 1, 1,"
            + " case when n <= 2 then 'DEAD' when n <= 4 then 'QUEUED' when n = 5 then 'RUNNING'"
            + " else 'DONE' end, now(), now(), case when n <= 2 or n > 5 then now() end,"
            + " case when n in (3, 4) then now() + interval '1 day' end"
            + " from (select id, row_number() over (order by id) as n from video"
            + " where object_key like 'videos/quokka/%') v where n <= 7");
  }

  @AfterEach
  void deleteVideos() {
    execute(
        "delete from media_job where video_id in"
            + " (select id from video where object_key like 'videos/quokka/%')");
    execute("delete from video where object_key like 'videos/quokka/%'");
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
    var all = files(list("sort", sort, "limit", "200"));
    assertThat(all).hasSize(COUNT).doesNotHaveDuplicates();

    var pages = new ArrayList<JsonPath>();
    var page = list("sort", sort, "limit", "7");
    for (; page.getString("next") != null; ) {
      pages.add(page);
      page = list("sort", sort, "limit", "7", "after", page.getString("next"));
    }
    pages.add(page);
    assertThat(pages.stream().flatMap(each -> files(each).stream()).toList()).isEqualTo(all);
    assertThat(pages).hasSize(5);
    assertThat(pages.get(0).getString("previous")).isNull();

    var backwards = new ArrayList<List<String>>();
    for (; page.getString("previous") != null; ) {
      page = list("sort", sort, "limit", "7", "before", page.getString("previous"));
      backwards.add(files(page));
    }
    Collections.reverse(backwards);
    assertThat(backwards.stream().flatMap(List::stream).toList()).isEqualTo(all.subList(0, 28));
  }

  @Test
  void reversesTheOrder() {
    for (var sort : List.of("storedAt", "size", "duration", "title", "owner", "lag")) {
      var reversed = new ArrayList<>(files(list("sort", "-" + sort)));
      Collections.reverse(reversed);
      assertThat(reversed).as(sort).isEqualTo(files(list("sort", sort)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "status, ready, 20",
    "status, REJECTED, 10",
    "reason, unreadable, 10",
    "reason, malware, 0",
    "type, video/quicktime, 30",
    "type, quicktime, 30",
    "format, quicktime, 30",
    "format, mp4, 0",
    "codec, hevc, 15",
    "owner, creator, 12",
    "owner, creator*, 27",
    "owner, nobody-of-that-name, 0",
    "visibility, public, 6",
    "tag, ÉTÉ, 7",
    "tag, se, 0",
    "minSize, 3000, 15",
    "maxSize, 1 kB, 7",
    "minDuration, 5, 4",
    "maxDuration, 500ms, 5",
    "from, 2026-03-21, 11",
    "from, 2026-03-21T00:00:01Z, 10",
    "to, 2026-03-21, 20",
    "to, 2026-03-21T00:00:00Z, 19",
    "minLag, 21s, 10",
    "orphan, true, 3",
    "orphan, false, 27",
    "missing, true, 1",
    "missing, false, 29",
    "job, failed, 2",
    "job, UNFINISHED, 3",
    "codec, HEVC, 15",
  })
  void filters(String parameter, String value, int expected) {
    insertJobs();
    var page = list(parameter, value);

    assertThat(files(page)).hasSize(expected);
    assertThat(page.getLong("estimatedTotal")).isEqualTo(expected);
    assertThat(page.getBoolean("totalIsExact")).isTrue();
  }

  @Test
  void combinesFilters() {
    var page = list("codec", "hevc", "status", "rejected", "from", "2026-03-10", "sort", "-size");

    assertThat(files(page)).containsExactlyInAnyOrder(files(12, 18, 24, 30));
    assertThat(page.getList("items.size", Integer.class)).isSortedAccordingTo((a, b) -> b - a);
  }

  @Test
  void startsAtADay() {
    assertThat(files(list("at", "2026-03-21")).get(0)).isEqualTo("file_20.mov");
    assertThat(files(list("at", "2026-03-21", "sort", "storedAt")).get(0)).isEqualTo("file_20.mov");
  }

  @ParameterizedTest
  @CsvSource({
    "file_17, 1",
    "FILE_17.mov, 1",
    "QUOKKA file_17, 1",
    "videos/quokka/5, 1",
    "100%, 0",
    "fil__17, 0",
  })
  void searchesWords(String text, int expected) {
    var found = admin.request().queryParam("q", text).get("/api/videos").then().statusCode(200);

    assertThat(found.extract().jsonPath().getList("items")).hasSize(expected);
  }

  @Test
  void findsAVideoByItsIdAndTheBeginningOfIt() {
    var id = list("sort", "storedAt").getString("items[0].id");

    for (var text : List.of(id, id.substring(0, 8), "videos/" + id + "/source")) {
      admin
          .request()
          .queryParam("q", text)
          .get("/api/videos")
          .then()
          .body("items.size()", is(1))
          .body("items[0].id", is(id));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "q=ab | 3 characters or more",
        "q=%21%21%21%21 | characters",
        "codec=H.264 | name of a video codec",
        "minSize=big | number of bytes",
        "minSize=-5 | number of bytes",
        "maxDuration=1y | number of seconds",
        "from=yesterday | a day such as",
        "from=2026-02-30 | a day such as",
        "owner=a%25 | account's name",
        "reason=boring | must be one of",
        "job=queued | must be failed or unfinished",
        "orphan=perhaps | true or false",
        "type=video/%00 | must be a media type",
        "sort=colour | must be one of",
        "sort=deleteAfter | must be one of",
        "limit=201 | from 1 to 200",
        "limit=0 | from 1 to 200",
        "after=nonsense | first page",
        "before=nonsense | first page",
        "at=2026-03-01&sort=size | sorted by storedAt",
        "color=red | Unknown query parameter",
        "size=5 | Unknown query parameter",
      })
  void refusesInvalidParameters(String query, String reason) {
    admin
        .request()
        .urlEncodingEnabled(false)
        .get("/api/videos?" + query)
        .then()
        .statusCode(400)
        .body("detail", containsString(reason));
  }

  @Test
  void refusesACursorOfAnotherOrder() {
    var next = list("sort", "size", "limit", "5").getString("next");

    admin
        .request()
        .queryParams(Map.of("sort", "-size", "after", next))
        .get("/api/videos")
        .then()
        .statusCode(400);
    admin
        .request()
        .queryParams(Map.of("sort", "size", "after", next, "before", next))
        .get("/api/videos")
        .then()
        .statusCode(400)
        .body("detail", containsString("only one of"));
  }

  @Test
  void listsToOthersOnlyWhatTheyMaySee() {
    var creator = ApiClient.as("creator");
    var visible = listAs(creator, "format", "quicktime", "codec", "hevc", "limit", "200");
    assertThat(files(visible)).contains(files(2, 8, 14)).doesNotContain(files(1, 3, 15));
    var others = listAs(creator, "codec", "h264", "limit", "200");
    assertThat(others.getList("items.findAll { it.owner == 'creator2' }.fileName"))
        .isNotEmpty()
        .containsOnlyNulls();

    var own = listAs(creator, "mine", "true", "codec", "hevc", "limit", "200");
    assertThat(own.getList("items.owner")).containsOnly("creator");
    assertThat(files(listAs(ApiClient.as("viewer"), "codec", "hevc", "limit", "200")))
        .doesNotContain(files(2));
  }

  /** Titles and owners are public, file names are not. */
  @Test
  void searchesWhatTheCallerMayKnow() {
    var creator = ApiClient.as("creator");
    var publicTitles = List.of("Quokka 3", "Quokka 4", "Quokka 5", "Quokka 6");

    for (var client : List.of(ApiClient.anonymous(), ApiClient.as("viewer"))) {
      assertThat(listAs(client, "q", "quokka", "sort", "title").getList("items.title"))
          .isEqualTo(publicTitles);
      assertThat(files(listAs(client, "q", "file_10"))).isEmpty();
    }
    assertThat(files(listAs(creator, "q", "file_10"))).isEmpty();
    assertThat(files(listAs(creator, "q", "file_14"))).containsExactly("file_14.mov");
    assertThat(listAs(creator, "q", "quokka", "limit", "200").getList("items"))
        .hasSize(12 + publicTitles.size());
    assertThat(listAs(creator, "q", "quokka", "sort", "-size", "visibility", "public"))
        .extracting(page -> page.getList("items.size", Integer.class))
        .asInstanceOf(InstanceOfAssertFactories.list(Integer.class))
        .hasSizeGreaterThanOrEqualTo(publicTitles.size())
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void searchesTheNewestOfOthersAndOfOwnVideos() {
    execute(
        "insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,"
            + " status, visibility, size, etag, stored_at, stored_by, catalogued_at, version)"
            + " select translate(substr(md5('n' || i), 1, 25), '0189', 'ghij') || 'a',"
            + " 'slipway-videos', 'videos/quokka/n' || i, 1, true, 'viewer', 'Numbat', 'n.mp4',"
            + " 'READY', 'PUBLIC', 1, 'e', now() - i * interval '1 second', 'NOTIFICATION', now(), 0"
            + " from generate_series(0, %d) i".formatted(ListingQuery.MAX_NEWEST));
    var viewer = ApiClient.as("viewer");

    var older = listAs(viewer, "q", "quokka");
    assertThat(older.getList("items")).isEmpty();
    assertThat(older.getMap(""))
        .containsEntry("partial", true)
        .containsEntry("next", null)
        .containsEntry("estimatedTotal", null)
        .containsEntry("totalIsExact", false);
    var newest = listAs(viewer, "q", "numbat", "sort", "size", "limit", "200");
    assertThat(newest.getList("items")).hasSize(200);
    assertThat(newest.getBoolean("partial")).isTrue();
    var following =
        listAs(viewer, "q", "numbat", "sort", "size", "after", newest.getString("next"));
    assertThat(following.getList("items.id"))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(newest.getList("items.id"));
    assertThat(files(listAs(ApiClient.as("creator"), "q", "file_14"))).hasSize(1);
    // Owner and time are searched among all.
    assertThat(listAs(viewer, "q", "quokka", "owner", "creator2").getList("items")).hasSize(2);
    var past = listAs(viewer, "q", "quokka", "to", "2026-03-30");
    assertThat(past.getList("items")).hasSize(4);
    assertThat(past.getBoolean("partial")).isFalse();
    continuesTheSearchOfTheGalleryWithOlderVideos(viewer);
  }

  private static void continuesTheSearchOfTheGalleryWithOlderVideos(ApiClient viewer) {
    var newest = viewer.request().get("/videos?q=quokka").asString();
    var older =
        Pattern.compile("href=\"([^\"]+)\"><svg[^>]*><use[^>]*></svg>\\s*Search older videos")
            .matcher(newest);

    assertThat(newest)
        .contains(">0 videos for “", "No video stored since then has all these words");
    assertThat(older.find()).isTrue();
    var path = older.group(1).replace("&amp;", "&");
    assertThat(viewer.request().urlEncodingEnabled(false).get(path).asString())
        .contains("among older videos", "data-part=")
        .doesNotContain("Search older videos", "stored since");
  }

  /** Neither has too many, and the caller's public videos count once. */
  @Test
  void findsAllOwnVideosAndAllOfOthers() {
    execute(
        "insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,"
            + " status, visibility, size, etag, stored_at, stored_by, catalogued_at, version)"
            + " select translate(substr(md5('n' || i), 1, 25), '0189', 'ghij') || 'a',"
            + " 'slipway-videos', 'videos/quokka/n' || i, 1, true,"
            + " case when i % 2 = 0 then 'creator' else 'creator2' end, 'Numbat', 'n.mp4',"
            + " 'READY', 'PUBLIC', 1, 'e', now(), 'NOTIFICATION', now(), 0"
            + " from generate_series(1, 4800) i");

    var found = listAs(ApiClient.as("creator"), "q", "numbat", "sort", "-size", "limit", "200");
    assertThat(found.getBoolean("partial")).isFalse();
    assertThat(found.getInt("estimatedTotal")).isEqualTo(4_800);
    var own = listAs(ApiClient.as("creator"), "q", "numbat creator", "sort", "title");
    assertThat(own.getInt("estimatedTotal")).isEqualTo(4_800);
  }

  /** Videos that led to a page may have been deleted since. */
  @Test
  void continuesFromEmptyPages() {
    var viewer = ApiClient.as("viewer");
    var first = listAs(viewer, "limit", "1");

    var before = listAs(viewer, "before", first.getString("next"));
    assertThat(before.getList("items")).isEmpty();
    assertThat(listAs(viewer, "limit", "1", "after", before.getString("next")).getList("items.id"))
        .isEqualTo(first.getList("items.id"));

    var oldest = new ListingCursor(ListingOrder.NEWEST, "0", "a".repeat(26), false).encoded();
    var after = listAs(viewer, "after", oldest);
    assertThat(after.getList("items")).isEmpty();
    assertThat(listAs(viewer, "limit", "1", "before", after.getString("previous")).getList("items"))
        .hasSize(1);
  }

  @Test
  void everyListHasBothDirectionsAndItsTotal() {
    for (var client : List.of(ApiClient.as("creator"), ApiClient.as("viewer"), admin)) {
      var all = new ArrayList<String>();
      for (String next = ""; next != null; ) {
        var page = listAs(client, "limit", "200", "after", next);
        all.addAll(page.getList("items.id", String.class));
        next = page.getString("next");
      }
      var first = listAs(client, "limit", "2");
      var second = listAs(client, "limit", "2", "after", first.getString("next"));
      var again = listAs(client, "limit", "2", "before", second.getString("previous"));

      assertThat(first.getMap("")).containsEntry("previous", null).containsEntry("partial", false);
      assertThat(first.getBoolean("totalIsExact")).isTrue();
      assertThat(first.getInt("estimatedTotal")).isEqualTo(all.size());
      assertThat(second.getList("items.id")).isEqualTo(all.subList(2, 4));
      assertThat(again.getList("items.id")).isEqualTo(all.subList(0, 2));
      assertThat(again.getMap("")).containsEntry("previous", null);
      assertThat(again.getString("next")).isEqualTo(first.getString("next"));
    }
  }

  @Test
  void filtersByTheBeginningOfOwnersForEverybody() {
    var page = listAs(ApiClient.anonymous(), "owner", "Creator*", "tag", "sea");
    assertThat(page.getList("items.title")).isEmpty();

    for (var owner : List.of("creator*", "creator* ", "CREATOR2")) {
      var listed = listAs(ApiClient.anonymous(), "owner", owner, "limit", "200");
      assertThat(listed.getList("items")).isNotEmpty();
      assertThat(listed.getInt("estimatedTotal")).isEqualTo(listed.getList("items").size());
    }
  }

  @Test
  void findsTags() {
    var creator = ApiClient.as("creator");

    assertThat(files(listAs(creator, "mine", "true", "q", "SEA quokka")))
        .containsExactlyInAnyOrder(files(4, 8, 12, 16, 24, 28));
    assertThat(listAs(ApiClient.anonymous(), "tag", "sea").getList("items.title", String.class))
        .contains("Quokka 6")
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"reason=malware", "minLag=1s", "missing=true", "orphan=true", "job=failed"})
  void doesNotFilterVideosOfOthersByPrivateFacts(String query) {
    ApiClient.as("creator").request().get("/api/videos?codec=h264&" + query).then().statusCode(400);
  }

  /** The order and the cursors would tell facts that are private. */
  @ParameterizedTest
  @ValueSource(strings = {"sort=lag", "sort=-lag"})
  void doesNotOrderVideosOfOthersByPrivateFacts(String query) {
    for (var client :
        List.of(ApiClient.anonymous(), ApiClient.as("viewer"), ApiClient.as("creator"))) {
      client.request().get("/api/videos?codec=h264&" + query).then().statusCode(400);
    }
    ApiClient.as("creator")
        .request()
        .get("/api/videos?mine=true&codec=h264&" + query)
        .then()
        .statusCode(200);
  }

  @Test
  void listsTheTrashAndWhatIsDeleted() {
    execute(
        "update video set delete_after = now() + interval '1 day' where object_key = 'videos/quokka/1'");
    assertThat(files(listAs(ApiClient.as("creator2"), "trash", "true"))).contains("file_1.mov");
    assertThat(files(listAs(ApiClient.as("creator"), "trash", "true", "sort", "-deleteAfter")))
        .doesNotContain("file_1.mov");
    for (var query : List.of("trash=true", "status=deleted")) {
      ApiClient.as("creator").request().get("/api/videos?" + query).then().statusCode(200);
      for (var visitor : List.of(ApiClient.as("viewer"), ApiClient.anonymous())) {
        visitor
            .request()
            .get("/api/videos?" + query)
            .then()
            .statusCode(200)
            .body("items.size()", is(0));
      }
    }
    admin
        .request()
        .queryParams(Map.of("trash", "true", "q", ONLY_THESE))
        .get("/api/videos")
        .then()
        .body("items.size()", is(1))
        .body("items[0].fileName", is("file_1.mov"))
        .body("next", nullValue());
    assertThat(files(list("sort", "size"))).hasSize(COUNT - 1);
  }

  private JsonPath list(String... parameters) {
    var request = admin.request();
    if (!List.of(parameters).contains("limit")) {
      request.queryParam("limit", "200");
    }
    return listWith(request.queryParam("q", ONLY_THESE), parameters);
  }

  private static JsonPath listAs(ApiClient client, String... parameters) {
    return listWith(client.request(), parameters);
  }

  private static JsonPath listWith(
      io.restassured.specification.RequestSpecification request, String... parameters) {
    for (var i = 0; i < parameters.length; i += 2) {
      request.queryParam(parameters[i], parameters[i + 1]);
    }
    return request.get("/api/videos").then().statusCode(200).extract().jsonPath();
  }

  private static List<String> files(JsonPath page) {
    return page.getList("items.fileName", String.class);
  }

  private static String[] files(int... numbers) {
    return IntStream.of(numbers).mapToObj(i -> "file_" + i + ".mov").toArray(String[]::new);
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery(sql).executeUpdate());
  }
}
