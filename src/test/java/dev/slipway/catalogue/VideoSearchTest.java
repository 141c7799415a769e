package dev.slipway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Owners search, filter and sort their videos. All rows here have a file name with "zq". */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class VideoSearchTest {
  private static final String OWN = "mine=true&q=zq";
  private static final int ROWS = 12;

  private final ApiClient creator = ApiClient.as("creator2");

  /** Groups of three have the same time, size and title; every fourth has no duration. */
  @BeforeEach
  void insertVideos() {
    execute(
        """
        insert into video (id, bucket, object_key, generation, latest, owner, title, description,
          file_name, status, rejection, visibility, size, etag, container, duration_millis,
          stored_at, stored_by, catalogued_at, version)
        select translate(substr(md5(i::text), 1, 25), '0189', 'ghij') || 'a', 'slipway-videos',
          'videos/search/' || i, 1, true, 'creator2',
          (array['apple', 'Banana', 'cherry', 'Été'])[i / 3 + 1],
          case when i = 5 then '50% of_all!' end, 'DSC_' || i || '-zq.mp4',
          case when i % 4 = 0 then 'REJECTED' else 'READY' end,
          case when i % 4 = 0 then 'NOT_A_VIDEO' end,
          case when i < 2 then 'PUBLIC' else 'PRIVATE' end, 100 + i / 3, 'e',
          case when i % 4 > 0 then case when i = 7 then 'webm' else 'mp4' end end,
          case when i % 4 > 0 then 1000 * (i / 6) end,
          timestamptz '2026-01-01' + i / 3 * interval '1 hour', 'NOTIFICATION', now(), 0
        from generate_series(0, ROWS - 1) i
        """
            .replace("ROWS", String.valueOf(ROWS)));
  }

  @AfterEach
  void deleteVideos() {
    execute("delete from video where object_key like 'videos/search/%'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "storedAt",
        "-storedAt",
        "title",
        "-title",
        "size",
        "-size",
        "duration",
        "-duration"
      })
  void pagesHaveEachVideoOnceInOrder(String sort) {
    var query = OWN + "&limit=2&sort=" + sort;

    var videos = readPages(query);

    assertThat(videos).extracting(video -> video.get("id")).doesNotHaveDuplicates().hasSize(ROWS);
    assertThat(videos).isSortedAccordingTo(orderOf(sort.isEmpty() ? "-storedAt" : sort));
  }

  @Test
  void aPageContinuesAfterARowThatHasChanged() {
    var first = list(OWN + "&limit=3&sort=size");
    execute("update video set size = 9000 where id = '" + first.getString("items[2].id") + "'");
    execute("delete from video where id = '" + first.getString("items[1].id") + "'");

    var rest = readPages(OWN + "&limit=3&sort=size&after=" + first.getString("next"));

    assertThat(rest)
        .extracting(video -> video.get("id"))
        .contains(first.getString("items[2].id"))
        .doesNotHaveDuplicates()
        .hasSize(ROWS - 3 + 1);
  }

  @ParameterizedTest
  @CsvSource({
    "q=APPLE, 3",
    "q=dsc_7-, 1",
    "q=apple zq, 3",
    "q=apple cherry, 0",
    "q=apple\u3000zq, 3",
    "q=\u00a0zq\u00a0apple, 3",
    "q=50% of_all!, 1",
    "q=%!, 0",
    "q=dsc%zq, 0",
    "q=zq&status=rejected, 3",
    "q=zq&status=READY&format=webm, 1",
    "q=zq&visibility=public, 2",
    "q=zq&visibility=unlisted, 0",
    "q=zq&format=mp4&visibility=public&sort=-duration, 1",
    "q=&sort=storedAt, 12"
  })
  @Asvs("1.2.4")
  void findsVideos(String query, int count) {
    var found =
        list("mine=true&limit=100&" + query).<Map<String, Object>>getList("items").stream()
            .filter(video -> video.get("fileName").toString().contains("zq"));

    assertThat(found).hasSize(count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "mine=true&sort=name | must be one of storedAt, size, duration, title",
        "mine=true&sort=-deleteAfter | 'sort' must be",
        "mine=true&visibility=secret | private, unlisted or public",
        "mine=true&format=exe | 'format' must be one of mp4, quicktime",
        "mine=true&trash=true&sort=size | must be one of deleteAfter in this list",
        "mine=true&status=deleted&sort=title | must be one of storedAt in this list",
        "mine=true&owner=creator2 | not both",
        "mine=yes | true or false",
        "mine=true&q=a b c d e f g h i | at most 8 words",
        "q=a | 3 characters or more",
        "sort=lag | mine=true",
        "missing=true | Add mine=true",
        "mine=true&after=odd | Start again from the first page"
      })
  void rejectsWhatItCannotAnswer(String query, String reason) {
    request(creator, query)
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("detail", containsString(reason));
  }

  @Test
  void rejectsLongAndEmptyTexts() {
    request(creator, "mine=true&q=\u3000\u00a0")
        .statusCode(400)
        .body("detail", containsString("at least one visible character"));
    request(creator, "mine=true&q=!!!").statusCode(200).body("items.size()", equalTo(0));
    request(creator, "mine=true&q=" + "a".repeat(101))
        .statusCode(400)
        .body("detail", containsString("at most 100 characters"));
    creator
        .request()
        .urlEncodingEnabled(false)
        .get("/api/videos?mine=true&q=%00")
        .then()
        .statusCode(400);
  }

  @Test
  void rejectsTheCursorOfAnotherOrder() {
    for (var sort : List.of("", "size", "-size", "title", "duration")) {
      var next = list(OWN + "&limit=1&sort=" + sort).getString("next");
      for (var other : List.of("storedAt", "-title", "-duration")) {
        request(creator, OWN + "&sort=" + other + "&after=" + next)
            .statusCode(400)
            .body("detail", containsString("the same order"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "size, size.x.ID",
    "size, size..ID",
    "size, size.99999999999999999999.ID",
    "size, size.7.short",
    "size, size.07.ID",
    "title, title..ID",
    "title, title.a\0b.ID",
    "duration, duration.ID",
    "storedAt, storedAt.9223372036854775807.ID"
  })
  void rejectsCursorsThatNoPageReturned(String sort, String position) {
    var cursor =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                position.replace("ID", "a".repeat(26)).getBytes(StandardCharsets.UTF_8));

    request(creator, OWN + "&sort=" + sort + "&after=" + cursor).statusCode(400);
  }

  /** Replicas of the version before know no names of orders. */
  @Test
  void cursorsOfTheTrashDoNotNameTheirOrder() {
    var position = "1767225600000000." + "a".repeat(26);
    var cursor =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(position.getBytes(StandardCharsets.UTF_8));

    assertThat(VideoCursor.parse(VideoSort.LAST_TRASHED, cursor, false).encoded())
        .isEqualTo(cursor);
    request(creator, "trash=true&after=" + cursor).statusCode(200);
  }

  /** The search waits for the lock of the table, like one that has too many rows to read. */
  @Test
  void endsASearchThatTakesTooLong() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              Video.getEntityManager()
                  .createNativeQuery("lock table video in access exclusive mode")
                  .executeUpdate();
              request(creator, OWN)
                  .statusCode(503)
                  .body("code", equalTo("search-timeout"))
                  .body("detail", containsString("Narrow the search"));
              assertThatThrownBy(VideoSearchTest::count)
                  .isInstanceOfSatisfying(
                      ProblemException.class,
                      refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SEARCH_TIMEOUT));
            });
    assertThat(count()).isEqualTo(ROWS);
  }

  @Test
  void onlyPeopleWhoManageVideosFindThemByTheirFileNames() {
    request(ApiClient.anonymous(), OWN).statusCode(401);
    request(ApiClient.as("creator"), OWN).statusCode(200).body("items.size()", equalTo(0));
    request(ApiClient.as("creator"), "owner=creator2&q=zq")
        .statusCode(200)
        .body("items.size()", equalTo(0));
    request(ApiClient.as("creator"), "owner=creator2&q=apple&sort=title")
        .statusCode(200)
        .body("items.title", equalTo(List.of("apple")));
    request(ApiClient.as("viewer"), OWN).statusCode(200).body("items.size()", equalTo(0));
    request(ApiClient.as("admin"), "q=zq").statusCode(400);
    request(ApiClient.as("admin"), "owner=creator2&q=zq&sort=title")
        .statusCode(200)
        .body("items.size()", equalTo(ROWS));
  }

  private static int count() {
    var filter = VideoFilter.ALL.ownedBy("creator2").matching("zq");
    return QuarkusTransaction.requiringNew().call(() -> VideoQuery.count(filter, 100));
  }

  private List<Map<String, Object>> readPages(String query) {
    var videos = new ArrayList<Map<String, Object>>();
    var page = list(query);
    videos.addAll(page.getList("items"));
    while (page.getString("next") != null) {
      page = list(query.replaceAll("&after=.*", "") + "&after=" + page.getString("next"));
      videos.addAll(page.getList("items"));
    }
    return videos;
  }

  private JsonPath list(String query) {
    return request(creator, query).statusCode(200).extract().jsonPath();
  }

  private static ValidatableResponse request(ApiClient caller, String query) {
    var request = caller.request();
    for (var parameter : query.split("&")) {
      var parts = parameter.split("=", 2);
      request.queryParam(parts[0], parts[1]);
    }
    return request.get("/api/videos").then();
  }

  private static Comparator<Map<String, Object>> orderOf(String sort) {
    var order =
        switch (sort.replace("-", "")) {
          case "title" -> by(video -> video.get("title").toString().toLowerCase());
          case "size" -> by(video -> ((Number) video.get("size")).longValue());
          case "storedAt" -> by(video -> video.get("storedAt").toString());
          default -> by(VideoSearchTest::duration);
        };
    return sort.startsWith("-") ? order.reversed() : order;
  }

  private static <T extends Comparable<T>> Comparator<Map<String, Object>> by(
      Function<Map<String, Object>, T> value) {
    return Comparator.comparing(value);
  }

  private static long duration(Map<String, Object> video) {
    var millis = ((Map<?, ?>) video.get("format")).get("durationMillis");
    return millis == null ? -1 : ((Number) millis).longValue();
  }

  private static void execute(String sql) {
    QuarkusTransaction.requiringNew()
        .run(() -> Video.getEntityManager().createNativeQuery(sql).executeUpdate());
  }
}
