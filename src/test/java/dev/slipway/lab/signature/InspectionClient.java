package dev.slipway.lab.signature;

import dev.slipway.testing.ApiClient;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
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
}
