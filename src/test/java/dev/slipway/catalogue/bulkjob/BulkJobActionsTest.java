package dev.slipway.catalogue.bulkjob;

import static dev.slipway.catalogue.bulkjob.BulkJobClient.assertCounts;
import static dev.slipway.catalogue.bulkjob.BulkJobClient.entries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.audit.AuditEntry;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each action of a bulk job does, and how it is undone. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class BulkJobActionsTest extends BulkJobFixture {
  @Test
  void movesToTheTrashAndUndoesIt() {
    var ids = videos.insert(7);

    var job = jobs.run(Map.of("action", "delete", "filter", videos.filter()));

    assertCounts(job, 7, 7, 0, 0);
    assertThat(job.getBoolean("undoable")).isTrue();
    assertThat(videos.count("deletion.deleteAfter is not null")).isEqualTo(7);
    assertThat(videos.auditEntries("video.trashed")).containsExactly(1L, 1L);
    assertThat(entries(job.getLong("id")))
        .containsExactly("bulk.began admin", "bulk.finished system");

    // One was restored and deleted again, another one only restored.
    restore(ids.get(0));
    admin.request().delete("/api/videos/{id}", ids.get(0)).then().statusCode(200);
    restore(ids.get(1));
    var undo = jobs.undo(job.getLong("id"));

    assertCounts(undo, 7, 5, 2, 0);
    assertThat(undo.getLong("undoOf")).isEqualTo(job.getLong("id"));
    assertThat(videos.count("deletion.deleteAfter is not null")).isEqualTo(1);
    jobs.failures(undo.getLong("id"))
        .body("items.outcome", equalTo(List.of("skipped", "skipped")))
        .body("items[0].reason", containsString("since then"));
    jobs.get(job.getLong("id"))
        .body("undoneBy", equalTo(undo.getInt("id")))
        .body("undoStatus", equalTo("done"))
        .body("remainingSeconds", nullValue());
    jobs.post(job.getLong("id"), "undo")
        .statusCode(409)
        .body("code", equalTo("bulk-job-not-undoable"));
    jobs.post(undo.getLong("id"), "undo").statusCode(409);
    assertThat(entries(job.getLong("id"))).contains("bulk.undone admin");
  }

  @Test
  void eachEntryNamesTheJobAndTheAddress() {
    var ids = videos.insert(2);

    var job = jobs.run(visibilityRequest("unlisted")).getLong("id");
    var undo = jobs.undo(job).getLong("id");

    assertThat(QuarkusTransaction.requiringNew().call(() -> edits(ids.get(0))))
        .containsExactly(
            "visibility unlisted instead of private (bulk job #%d), 127.0.0.1".formatted(job),
            "visibility private instead of unlisted (bulk job #%d), 127.0.0.1".formatted(undo));
    // The parenthesis tells job 1 from job 12.
    admin
        .request()
        .queryParam("q", "(bulk job #%d)".formatted(job))
        .queryParam("subject", ids.get(1))
        .get("/api/audit")
        .then()
        .body("items.action", equalTo(List.of("video.edited")));
  }

  private static List<String> edits(String id) {
    return AuditEntry.<AuditEntry>stream("subject = ?1 and action = 'video.edited' order by id", id)
        .map(entry -> entry.detail() + ", " + entry.address())
        .toList();
  }

  @Test
  void restoresFromTheTrash() {
    videos.insert(5);
    videos.update("delete_after = now() + interval '1 d'");

    var job = jobs.run(Map.of("action", "restore", "filter", videos.filter()));

    assertCounts(job, 5, 5, 0, 0);
    assertThat(job.getBoolean("undoable")).isFalse();
    assertThat(videos.count("deletion.deleteAfter is null")).isEqualTo(5);
    jobs.post(job.getLong("id"), "undo").statusCode(409);
  }

  @Test
  void changesTheVisibilityBack() {
    var ids = videos.insert(4);
    BulkVideos.update(ids.get(1), "visibility = 'UNLISTED'");
    BulkVideos.update(ids.get(2), "visibility = 'PUBLIC'");

    var job = jobs.run(visibilityRequest("public"));

    assertCounts(job, 4, 3, 1, 0);
    BulkVideos.update(ids.get(3), "visibility = 'PRIVATE'");
    var undo = jobs.undo(job.getLong("id"));
    // The one that was public before belongs to no item that was changed.
    assertCounts(undo, 3, 2, 1, 0);
    assertThat(videos.count("visibility = UNLISTED")).isEqualTo(1);
    assertThat(videos.count("visibility = PUBLIC")).isEqualTo(1);
    assertThat(videos.count("visibility = PRIVATE")).isEqualTo(2);
  }

  @Test
  void changesTheOwnerWithTheBytesAndBack() {
    var creator = ApiClient.as("creator");
    var upload = creator.upload("moved.mp4", Mp4Header.bytes(900, 4)).getString("id");
    var orphan = videos.insert(1, 1, null).get(0);
    var before = usedBytes("creator2");

    var job =
        jobs.run(Map.of("action", "owner", "owner", "creator2", "ids", List.of(upload, orphan)));

    assertCounts(job, 2, 2, 0, 0);
    assertThat(usedBytes("creator2")).isEqualTo(before + 900);
    ApiClient.as("creator2")
        .request()
        .get("/api/videos/{id}", upload)
        .then()
        .body("owner", equalTo("creator2"));
    assertThat(owners("upload", upload)).containsExactly("creator2");
    assertThat(videos.count("owner = 'creator2'")).isEqualTo(1);
    // A repeated completion keeps the new owner.
    ApiClient.as("creator2")
        .request()
        .put("/api/uploads/{id}/completion", upload)
        .then()
        .statusCode(200);

    var undo = jobs.undo(job.getLong("id"));

    assertCounts(undo, 2, 2, 0, 0);
    assertThat(owners("upload", upload)).containsExactly("creator");
    assertThat(videos.count("owner is null")).isEqualTo(1);
    assertThat(usedBytes("creator2")).isEqualTo(before);
    assertThat(
            QuarkusTransaction.requiringNew()
                .call(() -> AuditEntry.count("subject = ?1 and action = 'video.moved'", upload)))
        .isEqualTo(2);
  }

  /** They were created with rights that have ended. */
  @Test
  void deletesTheShareLinksOfFormerOwners() {
    var creator = ApiClient.as("creator");
    var id = creator.upload("shared.mp4", Mp4Header.bytes(900, 4)).getString("id");
    share(creator, id);
    share(admin, id);

    jobs.run(Map.of("action", "owner", "owner", "creator2", "ids", List.of(id)));

    admin
        .request()
        .get("/api/videos/{id}/shares", id)
        .then()
        .body("createdBy", equalTo(List.of("admin")));
    assertThat(
            QuarkusTransaction.requiringNew()
                .call(
                    () ->
                        AuditEntry.count(
                            "subject = ?1 and action = 'share.revoked' and actor = 'admin'", id)))
        .isEqualTo(1);
  }

  private static void share(ApiClient account, String id) {
    account
        .request()
        .contentType("application/json")
        .body(Map.of())
        .post("/api/videos/{id}/shares", id)
        .then()
        .statusCode(201);
  }

  /** In tests, videos are processed only if a profile says so. */
  @Test
  void saysWhyVideosAreNotProcessedAgain() {
    var id = ApiClient.as("creator").upload("again.mp4", Mp4Header.bytes(900, 4)).getString("id");

    var job = jobs.run(Map.of("action", "probe", "ids", List.of(id)));

    assertCounts(job, 1, 0, 0, 1);
    jobs.failures(job.getLong("id"))
        .body("items[0].id", equalTo(id))
        .body("items[0].outcome", equalTo("failed"))
        .body("items[0].reason", containsString("SLIPWAY_PROCESSING_ENABLED"));
  }

  private void restore(String id) {
    admin.request().post("/api/videos/{id}/restoration", id).then().statusCode(200);
  }

  private static long usedBytes(String account) {
    return ApiClient.as(account)
        .request()
        .get("/api/me")
        .then()
        .extract()
        .jsonPath()
        .getLong("quota.usedBytes");
  }

  @SuppressWarnings("unchecked")
  private static List<String> owners(String table, String id) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                AuditEntry.getEntityManager()
                    .createNativeQuery(
                        "select owner from %s where id = '%s'".formatted(table, id), String.class)
                    .getResultList());
  }
}
