package dev.slipway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.storage.ObjectKey;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;

/** Requests reconciliations as an administrator and reads their results. */
final class ReconciliationClient {
  private final ApiClient admin = ApiClient.as("admin");

  /** Requests a reconciliation and waits until it ends. */
  JsonPath run(Map<String, Object> options) {
    return awaitEnd(request(options));
  }

  long request(Map<String, Object> options) {
    return admin
        .request()
        .contentType("application/json")
        .body(options)
        .post("/api/reconciliations")
        .then()
        .statusCode(202)
        .extract()
        .jsonPath()
        .getLong("id");
  }

  long approve(long id) {
    return admin
        .request()
        .post("/api/reconciliations/{id}/approval", id)
        .then()
        .statusCode(202)
        .extract()
        .jsonPath()
        .getLong("id");
  }

  JsonPath awaitEnd(long id) {
    Eventually.holds("reconciliation " + id + " ends", () -> get(id).get("endedAt") != null);
    return get(id);
  }

  /** Returns the outcome of the one difference of a key. */
  String driftOutcome(JsonPath run, String kind, ObjectKey key) {
    List<String> outcomes =
        admin
            .request()
            .queryParam("kind", kind)
            .get("/api/reconciliations/{id}/drift", run.getLong("id"))
            .jsonPath()
            .getList("items.findAll { it.key == '" + key + "' }.outcome");
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  /**
   * @param after the value of {@code next} of the page before; null for the first page
   */
  JsonPath driftPage(long id, Object after) {
    var request = admin.request();
    if (after != null) {
      request.queryParam("after", after);
    }
    return request.get("/api/reconciliations/{id}/drift", id).jsonPath();
  }

  JsonPath get(long id) {
    return admin.request().get("/api/reconciliations/{id}", id).jsonPath();
  }
}
