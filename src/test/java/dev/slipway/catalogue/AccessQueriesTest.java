package dev.slipway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Caller;
import dev.slipway.account.Role;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.access.AccessPolicy.Operation;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The queries of lists give the videos that {@link AccessPolicy} allows, for every combination of
 * owner, visibility, status, trash, absence and generation.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@Asvs("8.2.2")
class AccessQueriesTest {
  /** By name of the demo account; "" without a login. */
  private static final Map<String, Caller> CALLERS =
      Map.of(
          "", Caller.ANONYMOUS,
          "viewer", new Caller("viewer", Role.VIEWER),
          "creator", new Caller("creator", Role.CREATOR),
          "creator2", new Caller("creator2", Role.CREATOR),
          "admin", new Caller("admin", Role.ADMIN));

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** In a bucket of their own, where no background task processes them. */
  @BeforeEach
  void insertVideos() {
    execute(
        """
        insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,
          status, rejection, visibility, size, etag, container, stored_at, stored_by, catalogued_at,
          version, missing_since, delete_after, deleted_at)
        select translate(substr(md5(k), 1, 25), '0189', 'ghij') || 'q', 'slipway-access-test',
          'videos/access/' || k, 1, latest, owner, k, 'zq.mp4', status,
          case when status = 'REJECTED' then 'NOT_A_VIDEO' end, visibility, 1, 'e', 'mp4',
          now() + interval '1 day', 'NOTIFICATION', now(), 0, case when missing then now() end,
          case when trash then now() + interval '7 days' end,
          case when status = 'DELETED' then now() end
        from unnest(array[null, 'viewer', 'creator', 'creator2']) owner,
          unnest(array['PRIVATE', 'UNLISTED', 'PUBLIC']) visibility,
          unnest(array['PROCESSING', 'READY', 'REJECTED', 'DELETED']) status,
          unnest(array[true, false]) trash, unnest(array[true, false]) missing,
          unnest(array[true, false]) latest,
          lateral (select concat_ws('-', coalesce(owner, 'nobody'), visibility, status, trash,
            missing, latest) k) key
        """);
  }

  @AfterEach
  void deleteVideos() {
    execute("delete from video where object_key like 'videos/access/%'");
  }

  @Test
  void listsWhatTheCallerMayList() {
    var videos = insertedVideos();
    assertThat(videos).hasSize(4 * 3 * 4 * 2 * 2 * 2);

    for (var caller : CALLERS.entrySet()) {
      assertThat(listed(caller.getKey(), "", videos.keySet()))
          .as("the list of '%s'", caller.getKey())
          .isEqualTo(allowed(caller.getValue(), videos, video -> !isTrash(video)));
    }
  }

  @Test
  void listsTheTrashOfThoseWhoManageIt() {
    var videos = insertedVideos();

    for (var caller : CALLERS.entrySet()) {
      var includesOwn = caller.getValue().hasRole(Role.CREATOR);
      assertThat(listed(caller.getKey(), "trash=true&", videos.keySet()))
          .as("the trash of '%s'", caller.getKey())
          .isEqualTo(
              includesOwn
                  ? allowed(caller.getValue(), videos, video -> video.deletion.isInTrash())
                  : Set.of());
    }
  }

  @Test
  void aFilterForAnOwnerShowsNoMore() {
    var videos = insertedVideos();

    for (var caller : CALLERS.entrySet()) {
      for (var owner : List.of("viewer", "creator", "creator2")) {
        assertThat(listed(caller.getKey(), "owner=" + owner + "&", videos.keySet()))
            .as("the list of '%s' with the owner %s", caller.getKey(), owner)
            .isEqualTo(
                allowed(
                    caller.getValue(),
                    videos,
                    video -> !isTrash(video) && owner.equals(video.owner)));
      }
    }
  }

  /** One video at a time is found exactly if the policy allows to watch it. */
  @Test
  void findsWhatTheCallerMayWatch() throws Exception {
    var videos = insertedVideos();

    for (var caller : CALLERS.entrySet()) {
      var cookie = caller.getKey().isEmpty() ? "" : ApiClient.as(caller.getKey()).cookieHeader();
      for (var video : videos.values()) {
        var status = statusOf("/api/videos/" + video.id, cookie);
        var answer = AccessPolicy.decide(caller.getValue(), Operation.WATCH, video.asResource());

        assertThat(status)
            .as("%s for '%s'", video.title, caller.getKey())
            .isEqualTo(
                switch (answer) {
                  case ALLOWED -> 200;
                  case LOG_IN -> 401;
                  case NOT_FOUND -> 404;
                  case FORBIDDEN -> 403;
                });
      }
    }
  }

  /** A list shows neither tombstones nor what is in the trash, unless it is asked for them. */
  private static boolean isTrash(Video video) {
    return video.deletion.deleteAfter != null || video.deletion.deletedAt != null;
  }

  private static Set<String> allowed(
      Caller caller, Map<String, Video> videos, Predicate<Video> shown) {
    return videos.values().stream()
        .filter(video -> video.latest)
        .filter(shown)
        .filter(
            video -> AccessPolicy.decide(caller, Operation.LIST, video.asResource()).isAllowed())
        .map(video -> video.title)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Pages until none of the inserted videos, which are the newest, can follow. */
  private static Set<String> listed(String account, String filter, Set<String> inserted) {
    var client = account.isEmpty() ? ApiClient.anonymous() : ApiClient.as(account);
    var found = new TreeSet<String>();
    String cursor = null;
    do {
      var page =
          client
              .request()
              .urlEncodingEnabled(false)
              .get(
                  "/api/videos?"
                      + filter
                      + "limit=100"
                      + (cursor == null ? "" : "&after=" + cursor))
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      var titles = page.getList("items.title", String.class);
      titles.stream().filter(inserted::contains).forEach(found::add);
      cursor = titles.stream().anyMatch(inserted::contains) ? page.getString("next") : null;
    } while (cursor != null);
    return found;
  }

  /**
   * With the JDK's client, because RestAssured takes ten milliseconds for each of many requests.
   */
  private static int statusOf(String path, String cookie) throws Exception {
    var uri = URI.create("http://localhost:" + RestAssured.port + path);
    var request = HttpRequest.newBuilder(uri).header("Cookie", cookie).build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static Map<String, Video> insertedVideos() {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var videos = new HashMap<String, Video>();
              Video.<Video>list("objectKey like 'videos/access/%'")
                  .forEach(video -> videos.put(video.title, video));
              return videos;
            });
  }

  private static void execute(String sql) {
    QuarkusTransaction.requiringNew()
        .run(() -> Video.getEntityManager().createNativeQuery(sql).executeUpdate());
  }
}
