package dev.slipway.catalogue.deletion;

import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import java.util.List;

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
                Arc.container().instance(AuditLog.class).get().findBySubject(id).stream()
                    .map(entry -> entry.action() + " " + entry.actor())
                    .toList());
  }

  static Video row(String id) {
    return QuarkusTransaction.requiringNew().call(() -> Video.findById(id));
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
