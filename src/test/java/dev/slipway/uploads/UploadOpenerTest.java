package dev.slipway.uploads;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.UnreachableStore;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.storage.signing.TestPresigners;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.MultipartTestFile;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class UploadOpenerTest {
  private static final int CONCURRENT_REQUESTS = 8;
  private static final int TIMEOUT_SECONDS = 15;
  private static final Map<String, Object> SMALL = request(1_000);
  private static final Map<String, Object> LARGE = request(MultipartTestFile.SIZE);

  @Inject StoreConfig config;

  private final ApiClient creator = ApiClient.as("creator");
  private final String key = UUID.randomUUID().toString();

  @Test
  void returnsTheSameUploadForTheSameIdempotencyKey() {
    for (var request : List.of(SMALL, LARGE)) {
      var first = open(request, key + request.get("size")).statusCode(201).extract();

      open(request, key + request.get("size"))
          .statusCode(201)
          .body("id", equalTo(first.path("id")))
          .body("status", equalTo("OPEN"))
          .body("expiresAt", notNullValue());
    }
    open(SMALL, key + 1_000).body("put.url", notNullValue());
    open(SMALL, null).body("id", not(equalTo(open(SMALL, key + 1_000).extract().path("id"))));
  }

  @Test
  void opensOneUploadForConcurrentRequestsWithTheSameKey() throws Exception {
    creator.cookieHeader();
    var barrier = new CyclicBarrier(CONCURRENT_REQUESTS);
    Callable<String> open =
        () -> {
          barrier.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
          return open(LARGE, key).statusCode(201).extract().path("id");
        };
    var ids = new HashSet<String>();

    var threads = Executors.newFixedThreadPool(CONCURRENT_REQUESTS);
    try {
      for (var id : threads.invokeAll(Collections.nCopies(CONCURRENT_REQUESTS, open))) {
        ids.add(id.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(ids).hasSize(1);
    assertThat(QuarkusTransaction.requiringNew().call(() -> Upload.count("idempotencyKey", key)))
        .isEqualTo(1);
  }

  @Test
  void rejectsAnIdempotencyKeyUsedForAnotherFile() {
    open(SMALL, key).statusCode(201);

    open(request(1_001), key).statusCode(400).body("code", equalTo("invalid-request"));
    open(SMALL, "x".repeat(65)).statusCode(400).body("code", equalTo("invalid-request"));
  }

  @Test
  void returnsTheSameUploadAfterItsTitleChanged() {
    var id = open(SMALL, key).extract().<String>path("id");
    creator
        .request()
        .contentType(JSON)
        .body(Map.of("title", "Better"))
        .patch("/api/uploads/{id}", id)
        .then()
        .statusCode(200);

    open(SMALL, key).statusCode(201).body("id", equalTo(id)).body("title", equalTo("Better"));
  }

  @Test
  void rejectsTheIdempotencyKeyOfAnAbortedUpload() {
    var id = open(SMALL, key).extract().<String>path("id");
    creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);

    open(SMALL, key).statusCode(409).body("code", equalTo("upload-closed"));
  }

  @Test
  void scopesIdempotencyKeysToTheAccount() {
    var mine = open(SMALL, key).extract().<String>path("id");

    open(ApiClient.as("creator2"), SMALL, key).statusCode(201).body("id", not(equalTo(mine)));
  }

  @Test
  void releasesTheQuotaWhenTheStoreIsUnavailable() {
    var before = used();
    QuarkusMock.installMockForType(UnreachableStore.multipartStore(config), MultipartStore.class);

    open(LARGE, key)
        .statusCode(503)
        .header("Retry-After", notNullValue())
        .body("code", equalTo("store-unavailable"));

    assertThat(used()).isEqualTo(before);
  }

  @Test
  void signsGoogleHeadersForAGoogleStore() {
    QuarkusMock.installMockForType(TestPresigners.google(config), Presigner.class);

    open(SMALL, key)
        .statusCode(201)
        .body("put.url", containsString("&X-Goog-Signature="))
        .body("put.headers.'x-goog-if-generation-match'", equalTo("0"))
        .body("put.headers", not(hasKey("x-amz-checksum-sha256")))
        .body("put.headers", not(hasKey("If-None-Match")));
  }

  @Test
  void omitsPartChecksumsThatTheStoreCannotVerify() {
    QuarkusMock.installMockForType(TestPresigners.google(config), Presigner.class);
    var id =
        open(LARGE, key)
            .statusCode(201)
            .body("partChecksums", equalTo(false))
            .extract()
            .<String>path("id");

    creator
        .request()
        .contentType(JSON)
        .body(
            Map.of(
                "parts",
                List.of(
                    Map.of(
                        "number",
                        1,
                        "size",
                        16 << 20,
                        "checksumSha256",
                        ApiClient.sha256(new byte[1])))))
        .post("/api/uploads/{id}/parts", id)
        .then()
        .statusCode(200)
        .body("parts[0].headers", anEmptyMap());
  }

  private long used() {
    return creator.request().get("/api/me").jsonPath().getLong("quota.usedBytes");
  }

  private ValidatableResponse open(Map<String, Object> request, String key) {
    return open(creator, request, key);
  }

  private static ValidatableResponse open(
      ApiClient caller, Map<String, Object> request, String key) {
    var specification = caller.request().contentType(JSON).body(request);
    if (key != null) {
      specification.header("Idempotency-Key", key);
    }
    return specification.post("/api/uploads").then();
  }

  private static Map<String, Object> request(long size) {
    return Map.of("fileName", "film.mp4", "contentType", "video/mp4", "size", size);
  }
}
