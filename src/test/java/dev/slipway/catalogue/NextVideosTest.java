package dev.slipway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.SmallVideos;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class NextVideosTest {
  /** Later than the videos of all other tests, so that these are the newest. */
  private static final Instant NOON = Instant.parse("2099-01-01T12:00:00Z");

  @Inject NextVideos nextVideos;

  /** So that later tests don't find videos of the future first. */
  @AfterEach
  void restoreTimes() {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                Video.getEntityManager()
                    .createNativeQuery(
                        "update video set stored_at = catalogued_at where stored_at > now()")
                    .executeUpdate());
  }

  @Test
  void continuesWithOlderVideosOfTheOwnerThenWithTheNewest() {
    var oldest = upload("creator2", "public", 1);
    var ofAnother = upload("creator", "public", 2);
    var shown = upload("creator2", "public", 3);
    var newer = upload("creator2", "public", 4);

    assertThat(idsAfter(shown)).startsWith(oldest, newer, ofAnother).doesNotContain(shown);
  }

  @Test
  void neverContainsPrivateUnlistedOrUnplayableVideos() {
    var shown = upload("creator2", "public", 9);
    var hidden =
        List.of(
            upload("creator2", "private", 1),
            upload("creator2", "unlisted", 2),
            upload("creator", "private", 3),
            upload("creator", "unlisted", 4),
            upload("creator", "public", 5));
    ApiClient.as("creator").request().delete("/api/videos/{id}", hidden.get(4));

    assertThat(idsAfter(shown)).doesNotContainAnyElementsOf(hidden);
  }

  @Test
  void containsNoVideoTwiceAndNoMoreThanFit() {
    var shown = upload("creator2", "public", 30);
    for (var minute = 1; minute <= 7; minute++) {
      upload("creator2", "public", minute);
      upload("creator", "public", minute);
    }

    assertThat(idsAfter(shown)).hasSize(NextVideos.MAX_COUNT).doesNotHaveDuplicates();
  }

  @Test
  void findsTheNewestForAVideoWithoutAnOwner() {
    var shown = upload("creator2", "public", 1);
    var newest = upload("creator", "public", 2);
    change("update video set owner = null where id = ?1", shown);

    assertThat(idsAfter(shown)).startsWith(newest);
  }

  private List<String> idsAfter(String id) {
    return QuarkusTransaction.requiringNew()
        .call(() -> nextVideos.after(Video.findById(id)).stream().map(each -> each.id).toList());
  }

  private static String upload(String owner, String visibility, int minute) {
    var account = ApiClient.as(owner);
    var id = account.upload("clip.mp4", SmallVideos.next()).getString("id");
    account
        .request()
        .contentType("application/json")
        .body(Map.of("visibility", visibility))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
    change("update video set stored_at = ?2 where id = ?1", id, NOON.plusSeconds(60 * minute));
    return id;
  }

  private static void change(String statement, Object... parameters) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              var query = Video.getEntityManager().createNativeQuery(statement);
              for (var index = 0; index < parameters.length; index++) {
                query.setParameter(index + 1, parameters[index]);
              }
              query.executeUpdate();
            });
  }
}
