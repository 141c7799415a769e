package dev.slipway.lab.signature;

import dev.slipway.testing.ApiClient;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends requests to the signature inspector. */
final class InspectionClient {
  private InspectionClient() {}

  static Response post(ApiClient caller, Map<String, ?> body) {
    return caller.request().contentType(ContentType.JSON).body(body).post("/api/lab/inspections");
  }

  static JsonPath inspect(ApiClient caller, Map<String, ?> body) {
    return post(caller, body).then().statusCode(200).extract().jsonPath();
  }

  /** Returns the body of an inspection of the PUT with which an upload is sent. */
  static Map<String, Object> put(JsonPath upload) {
    return Map.of(
        "url", upload.getString("put.url"),
        "method", "PUT",
        "headers", upload.getMap("put.headers"));
  }

  static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
    var changed = new HashMap<>(body);
    changed.put(field, value);
    return changed;
  }

  /** Returns the codes of all findings. */
  static List<String> codes(JsonPath inspection) {
    return inspection.getList("findings.code", String.class);
  }
}
