package dev.slipway.catalogue.deletion;

import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.random.RandomGenerator;

/** Requests about deleted videos, and what the database has about them, for tests. */
final class DeletedVideos {
  private DeletedVideos() {}

  static ObjectKey keyOf(String id) {
    return ObjectKey.ofSource(new RandomId(id));
  }

  static ValidatableResponse trash(ApiClient client, String id) {
    return client.request().delete("/api/videos/{id}", id).then();
  }

  static ValidatableResponse deletePermanently(ApiClient client, String id) {
    return client.request().delete("/api/videos/{id}?permanently=true", id).then();
  }

  static ValidatableResponse restore(ApiClient client, String id) {
    return client.request().post("/api/videos/{id}/restoration", id).then();
  }

  static ValidatableResponse sign(ApiClient client, String id, String operation) {
    return client
        .request()
        .contentType("application/json")
        .body("{\"operation\":\"" + operation + "\"}")
        .post("/api/videos/{id}/urls", id)
        .then();
  }

  static long usedBytes(ApiClient client) {
    return client
        .request()
        .get("/api/me")
        .then()
        .body("quota.usedBytes", notNullValue())
        .extract()
        .jsonPath()
        .getLong("quota.usedBytes");
  }

  /** The actions and actors of the timeline. */
  static List<String> timelineOf(String id) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Arc.container().instance(AuditLog.class).get().historyOf(id).entries().stream()
                    .map(entry -> entry.action() + " " + entry.actor())
                    .toList());
  }

  static Video row(String id) {
    return QuarkusTransaction.requiringNew().call(() -> Video.findById(id));
  }

  /**
   * Inserts a video in the trash whose object doesn't exist, as a damaged database has it.
   *
   * @param assignments further assignments, such as {@code cleanup_at = now()}
   */
  static String insert(String key, String assignments) {
    var id = RandomId.random(RandomGenerator.getDefault()).value();
    var bucket = Arc.container().instance(ObjectStore.class).get().bucket();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              Video.getEntityManager()
                  .createNativeQuery(
                      "insert into video (id, bucket, object_key, generation, latest, title,"
                          + " file_name, status, visibility, size, etag, stored_at, stored_by,"
                          + " catalogued_at, delete_after, version) values (?1, ?2, ?3, 1, true,"
                          + " 'Clip', 'clip.mp4', 'READY', 'PRIVATE', 1, 'etag', now(),"
                          + " 'NOTIFICATION', now(), now() + interval '7 days', 0)")
                  .setParameter(1, id)
                  .setParameter(2, bucket)
                  .setParameter(3, key)
                  .executeUpdate();
              Video.getEntityManager()
                  .createNativeQuery("update video set " + assignments + " where id = ?1")
                  .setParameter(1, id)
                  .executeUpdate();
            });
    return id;
  }

  /** Changes a row as only time or a restored backup does. */
  static void update(String assignments, String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                Video.getEntityManager()
                    .createNativeQuery("update video set " + assignments + " where id = ?1")
                    .setParameter(1, id)
                    .executeUpdate());
  }

  /** Reopens the upload and removes the video, as a backup from before its completion does. */
  static void forgetVideo(String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              for (var statement :
                  List.of(
                      "delete from video where id = ?1",
                      "update upload set status = 'OPEN' where id = ?1")) {
                Video.getEntityManager()
                    .createNativeQuery(statement)
                    .setParameter(1, id)
                    .executeUpdate();
              }
            });
  }

  /** Removes everything that the database has about a video, as the loss of the database does. */
  static void forget(String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              for (var statement :
                  List.of(
                      // Locked before the video, as everywhere; a notification may be processed.
                      "update upload set version = version where id = ?1",
                      "delete from reservation where upload_id = ?1",
                      "delete from video where id = ?1",
                      "delete from upload where id = ?1")) {
                Video.getEntityManager()
                    .createNativeQuery(statement)
                    .setParameter(1, id)
                    .executeUpdate();
              }
            });
  }
}
