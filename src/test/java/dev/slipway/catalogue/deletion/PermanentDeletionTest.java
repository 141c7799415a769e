package dev.slipway.catalogue.deletion;

import static dev.slipway.catalogue.deletion.DeletedVideos.trash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.slipway.catalogue.Video;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Empties a large trash, and counts what the store doesn't remove. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class PermanentDeletionTest {
  private static final int TRASHED = 1050;

  private final ApiClient creator = ApiClient.as("creator2");

  @Inject PermanentDeletion deletion;

  @Test
  void emptiesALargeTrashInSeveralRequests() {
    // Of other tests.
    emptyTrash();
    insertTrash();

    var first = emptyTrash();
    creator
        .request()
        .get(first)
        .then()
        .statusCode(200)
        .body(containsString("50 videos are still in your trash"));
    assertThat(countTrash()).isEqualTo(50);

    var second = emptyTrash();
    creator.request().get(second).then().body(containsString("Your trash is empty"));
    assertThat(countTrash()).isZero();
  }

  @Test
  void onlyOldDeletionsAreOverdue() {
    var before = deletion.countOverdue();
    var waiting = trashed(1);
    var overdue = trashed(2);
    var deleted = "status = 'DELETED', cleanup_at = now() + interval '1 hour', deleted_at = now()";

    DeletedVideos.update(deleted, waiting);
    DeletedVideos.update(deleted + " - interval '10 minutes'", overdue);

    assertThat(deletion.countOverdue()).isEqualTo(before + 1);
    DeletedVideos.update("cleanup_at = now()", waiting);
    DeletedVideos.update("cleanup_at = now()", overdue);
  }

  private String emptyTrash() {
    return creator
        .request()
        .header("Sec-Fetch-Site", "same-origin")
        .contentType("application/x-www-form-urlencoded")
        .formParam("confirmed", true)
        .post("/videos/trash/emptying")
        .then()
        .statusCode(303)
        .extract()
        .header("Location");
  }

  private String trashed(int seed) {
    var id = creator.upload("clip.mp4", Mp4Header.bytes(1300 + seed, seed)).getString("id");
    trash(creator, id).statusCode(200);
    Eventually.holds(
        "the marker is written", () -> DeletedVideos.row(id).deletion().cleanupAt() == null);
    return id;
  }

  /** Rows of another bucket, so that nothing has to be removed from the store. */
  private void insertTrash() {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                Video.getEntityManager()
                    .createNativeQuery(
                        "insert into video (id, bucket, object_key, generation, latest, owner,"
                            + " title, file_name, status, visibility, size, etag,"
                            + " stored_at, stored_by, catalogued_at, delete_after, version)"
                            + " select translate(lpad(i::text, 25, '0'), '0189', 'abcd') || 'a',"
                            + " 'former-bucket', 'videos/' || i, 1, true, 'creator2', 'Clip',"
                            + " 'clip.mp4', 'READY', 'PRIVATE', 1, 'etag', now(), 'NOTIFICATION',"
                            + " now(), now() + interval '7 days', 0"
                            + " from generate_series(1, ?1) i")
                    .setParameter(1, TRASHED)
                    .executeUpdate());
  }

  private static long countTrash() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Video.count(
                    "owner = 'creator2' and deletion.deleteAfter is not null"
                        + " and deletion.deletedAt is null"));
  }
}
