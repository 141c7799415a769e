package dev.slipway.uploads;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.catalogue.metadata.ObjectMetadataCodec;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.ChecksumListingStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.MultipartTestFile;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class MultipartUploadTest {
  private static final int MIB = 1 << 20;

  @Inject StoreConfig config;
  @Inject ObjectStore store;
  @Inject ObjectMetadataCodec metadataCodec;
  @Inject MultipartStore multiparts;
  @Inject UploadCompleter completer;

  private final ApiClient creator = ApiClient.as("creator");

  @Test
  void returnsThePartPlan() {
    open(Map.of("size", 64L * MIB))
        .statusCode(201)
        .body("method", equalTo("multipart"))
        .body("partSize", equalTo(16 * MIB))
        .body("partCount", equalTo(4))
        .body("partChecksums", equalTo(true))
        .body("put", nullValue())
        .body("expiresAt", notNullValue())
        .body("keptUntil", notNullValue());
    open(Map.of("size", 64L * MIB - 1)).statusCode(201).body("method", equalTo("put"));
    open(Map.of("size", 5L << 40))
        .statusCode(201)
        .body("partSize", equalTo(525 * MIB))
        .body("partCount", equalTo(9987));
    open(Map.of("size", 100L * MIB, "partSize", 40 * MIB))
        .statusCode(201)
        .body("partCount", equalTo(3));
    for (var partSize : new long[] {0, -1, 5 * MIB - 1, (5L << 30) + 1}) {
      assertRejected(open(Map.of("size", 100L * MIB, "partSize", partSize)), 400, "part-invalid");
    }
    assertRejected(open(Map.of("size", 5L << 40, "partSize", 5 * MIB)), 400, "part-invalid");
  }

  @Test
  void completesAMultipartUploadRepeatably() {
    var file = MultipartTestFile.open(creator);
    file.putAll();

    file.get().body("parts", hasSize(5)).body("parts[4].size", equalTo(1));
    for (var repetition = 0; repetition < 3; repetition++) {
      file.complete()
          .statusCode(200)
          .body("id", equalTo(file.id()))
          .body("status", equalTo("READY"))
          .body("size", equalTo((int) MultipartTestFile.SIZE))
          .body("format.container", equalTo("mp4"));
    }
    file.get().body("status", equalTo("STORED")).body("parts", nullValue());
    var object = store.head(key(file)).orElseThrow();
    assertThat(object.size()).isEqualTo(MultipartTestFile.SIZE);
    assertThat(object.metadata())
        .hasSize(3)
        .allSatisfy((name, value) -> assertThat(value).startsWith("v1."));
    assertThat(metadataCodec.read(object).orElseThrow().owner()).isEqualTo("creator");
  }

  @Test
  @Asvs("2.4.1")
  void slowCompletionsOfOneAccountDoNotMakeThoseOfOthersFail() throws Exception {
    var own = MultipartTestFile.open(creator);
    var other = MultipartTestFile.open(ApiClient.as("creator2"));
    own.putAll();
    other.putAll();
    var completions = UploadCompleter.MAX_AT_ONCE_PER_ACCOUNT;
    var begun = new CountDownLatch(completions);
    var end = new CountDownLatch(1);
    var pool = Executors.newFixedThreadPool(completions);
    Callable<String> slow =
        () ->
            completer.inTurn(
                "creator",
                () -> {
                  begun.countDown();
                  await(end);
                  return "complete";
                });

    try {
      Collections.nCopies(completions, slow).forEach(pool::submit);
      await(begun);
      own.complete().statusCode(503).body("code", equalTo("store-unavailable"));
      other.complete().statusCode(200);
    } finally {
      end.countDown();
      pool.shutdown();
    }
    own.complete().statusCode(200);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Such as two tabs, or a request that is repeated although the first one is still in progress.
   */
  @Test
  void completesAnUploadForSeveralRequestsAtOnce() throws Exception {
    var file = MultipartTestFile.open(creator);
    file.putAll();
    var pool = Executors.newFixedThreadPool(4);
    Callable<Integer> complete = () -> file.complete().extract().statusCode();

    try {
      for (var status : pool.invokeAll(Collections.nCopies(4, complete))) {
        assertThat(status.get()).isEqualTo(200);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void saysThatTheObjectOfAStoredUploadIsGone() {
    var file = MultipartTestFile.open(creator);
    file.putAll();
    file.complete().statusCode(200);
    store.remove(key(file));

    assertRejected(file.complete(), 409, "upload-vanished")
        .body("detail", containsString("removed from the store"));
  }

  @Test
  void deletedVideoLeavesNeitherObjectNorParts() {
    var file = MultipartTestFile.open(creator);
    var lateUrl = file.sign(2);
    file.putAll();
    file.complete().statusCode(200);
    var multipartId = multipartId(file);

    creator.request().delete("/api/videos/{id}?permanently=true", file.id()).then().statusCode(204);

    assertThat(store.head(key(file))).isEmpty();
    assertThat(multiparts.listParts(key(file), multipartId)).isEmpty();
    assertThat(lateUrl.send(file.bytes(2))).isEqualTo(404);
    assertRejected(file.complete(), 409, "video-deleted");
  }

  @Test
  @Asvs("2.3.1")
  void rejectsCompletionWhilePartsAreMissing() {
    var file = MultipartTestFile.open(creator);
    assertRejected(file.complete(), 409, "upload-incomplete")
        .body("detail", containsString("part 1, 2, 3, 4, 5 of 5"));
    assertThat(file.put(2)).isEqualTo(200);

    assertRejected(file.complete(), 409, "upload-incomplete")
        .body("detail", containsString("part 1, 3, 4, 5 of 5"));
    file.get()
        .body("status", equalTo("OPEN"))
        .body("parts", hasSize(1))
        .body("parts[0].number", equalTo(2))
        .body("parts[0].size", equalTo(16 * MIB))
        .body("parts[0].etag", notNullValue())
        .body("parts[0].checksumSha256", equalTo(ApiClient.sha256(file.bytes(2))));
    assertThat(store.head(key(file))).isEmpty();
  }

  @Test
  void completesAnUploadThatTheStoreAlreadyCompleted() {
    var file = MultipartTestFile.open(creator);
    file.putAll();
    // As if the application had been killed after the store completed the upload.
    var multipartId = multipartId(file);
    var parts = multiparts.listParts(key(file), multipartId).orElseThrow();
    assertThat(multiparts.complete(key(file), multipartId, parts)).isTrue();

    file.complete().statusCode(200).body("size", equalTo((int) MultipartTestFile.SIZE));
  }

  @Test
  void findsTheObjectOfAnUploadThatTheStoreAlreadyCompleted() {
    var file = MultipartTestFile.open(creator);
    file.putAll();
    var multipartId = multipartId(file);
    multiparts.complete(
        key(file), multipartId, multiparts.listParts(key(file), multipartId).orElseThrow());

    file.get().statusCode(200).body("status", equalTo("STORED"));
  }

  @Test
  void reportsAnUploadWhosePartsTheStoreRemoved() {
    var file = MultipartTestFile.open(creator);
    var lateUrl = file.sign(1);
    multiparts.abort(key(file), multipartId(file));

    assertThat(lateUrl.send(file.bytes(1))).isEqualTo(404);
    assertRejected(file.get(), 409, "upload-vanished");
    assertRejected(file.complete(), 409, "upload-vanished");
  }

  @Test
  void signsManyPartsInOneCall() {
    var file =
        MultipartTestFile.open(creator, Map.of("size", 10_000L * 5 * MIB, "partSize", 5 * MIB));
    var checksum = ApiClient.sha256(new byte[1]);
    var parts =
        IntStream.rangeClosed(9_001, 10_000)
            .mapToObj(number -> part(number, 5 * MIB, checksum))
            .toList();

    file.requestUrls(parts)
        .statusCode(200)
        .body("parts", hasSize(1_000))
        .body("parts[0].number", equalTo(9_001))
        .body("parts[0].url", containsString("partNumber=9001&uploadId="))
        .body("parts[0].headers.'x-amz-checksum-sha256'", equalTo(checksum))
        .body("parts[999].expiresAt", notNullValue());
  }

  @Test
  void rejectsPartsThatDoNotMatchThePlan() {
    var file = MultipartTestFile.open(creator);
    var checksum = ApiClient.sha256(new byte[1]);

    assertRejected(file.requestUrls(List.of()), 400, "invalid-request");
    for (var number : new int[] {0, -1, 6, 10_001}) {
      assertRejected(
          file.requestUrls(List.of(part(number, 16 * MIB, checksum))), 400, "part-invalid");
    }
    assertRejected(file.requestUrls(List.of(part(1, 16 * MIB - 1, checksum))), 400, "part-invalid");
    assertRejected(file.requestUrls(List.of(part(5, 2, checksum))), 400, "part-invalid");
    assertRejected(file.requestUrls(List.of(part(1, 16 * MIB, null))), 400, "checksum-invalid");
    assertRejected(file.requestUrls(List.of(part(1, 16 * MIB, "AAAA"))), 400, "checksum-invalid");
    var twice = part(1, 16 * MIB, checksum);
    assertRejected(file.requestUrls(List.of(twice, twice)), 400, "part-invalid");
    assertRejected(
        file.requestUrls(IntStream.range(0, 1_001).mapToObj(i -> twice).toList()),
        400,
        "invalid-request");
    var put = creator.open("clip.mp4", "video/mp4", new byte[10]);
    creator
        .request()
        .contentType(JSON)
        .body(Map.of("parts", List.of(twice)))
        .post("/api/uploads/{id}/parts", put.getString("id"))
        .then()
        .statusCode(400);
    creator.request().put("/api/uploads/{id}/url", file.id()).then().statusCode(400);
  }

  @Test
  void replacesAPartChecksumOnlyUntilThePartIsStored() {
    var file = MultipartTestFile.open(creator);
    var others = new byte[16 * MIB];
    file.sign(2, others);

    // The part was never sent, so another checksum is signed for it.
    assertThat(file.put(2)).isEqualTo(200);

    var conflict = file.requestUrls(List.of(MultipartTestFile.part(2, others)));
    assertRejected(conflict, 409, "part-conflict").body("detail", containsString("part 2"));
    assertThat(file.put(2)).isEqualTo(200);
    // Two checksums were signed, and this store does not list which of them the part has.
    file.get().body("parts[0].checksumSha256", nullValue());
    file.putAll();
    file.complete().statusCode(200);
  }

  /** Only a store that lists the checksums of parts, as MinIO does, can show this. */
  @Test
  void rejectsCompletionWithBytesOfAnOlderUrl() {
    var file = MultipartTestFile.open(creator);
    var others = new byte[16 * MIB];
    var olderUrl = file.sign(2, others);
    file.putAll();
    assertThat(olderUrl.send(others)).isEqualTo(200);
    var checksums = new HashMap<Integer, String>();
    IntStream.of(1, 3, 4, 5)
        .forEach(number -> checksums.put(number, ApiClient.sha256(file.bytes(number))));
    checksums.put(2, ApiClient.sha256(others));
    QuarkusMock.installMockForType(
        ChecksumListingStore.of(config, checksums), MultipartStore.class);

    assertRejected(file.complete(), 409, "upload-incomplete")
        .body("detail", containsString("Part 2 in the store"));

    assertThat(store.head(key(file))).isEmpty();
    checksums.put(2, ApiClient.sha256(file.bytes(2)));
    assertThat(file.put(2)).isEqualTo(200);
    file.complete().statusCode(200);
  }

  @Test
  void signsPartsWithoutChecksumsOnRequest() {
    var file = MultipartTestFile.open(creator, Map.of("partChecksums", false));

    file.requestUrls(List.of(part(5, 1, null)))
        .statusCode(200)
        .body("parts[0].headers", equalTo(Map.of()));
  }

  @Test
  void hidesUploadsOfOtherAccounts() {
    var file = MultipartTestFile.open(creator);
    var otherAccount =
        new MultipartTestFile(
            ApiClient.as("creator2"), file.id(), file.size(), file.partSize(), file.count());

    assertRejected(otherAccount.requestUrls(List.of(file.part(1))), 404, "not-found");
    assertRejected(otherAccount.get(), 404, "not-found");
    assertRejected(otherAccount.complete(), 404, "not-found");
  }

  @Test
  void removesThePartsOfAnAbortedUpload() {
    var file = MultipartTestFile.open(creator);
    var lateUrl = file.sign(2);
    assertThat(file.put(1)).isEqualTo(200);
    var multipartId = multipartId(file);

    creator.request().delete("/api/uploads/{id}", file.id()).then().statusCode(204);
    creator.request().delete("/api/uploads/{id}", file.id()).then().statusCode(204);

    assertThat(multiparts.listParts(key(file), multipartId)).isEmpty();
    assertThat(lateUrl.send(file.bytes(2))).isEqualTo(404);
    assertRejected(file.requestUrls(List.of(file.part(3))), 409, "upload-closed");
    assertRejected(file.complete(), 409, "upload-closed");
  }

  @Test
  void listsTheFingerprintOfAnOpenUpload() {
    var file = MultipartTestFile.open(creator, Map.of("fingerprint", "sha256-of-the-ends"));

    creator
        .request()
        .get("/api/uploads?status=OPEN")
        .then()
        .statusCode(200)
        .body(
            "find { it.id == '%s' }.fingerprint".formatted(file.id()),
            equalTo("sha256-of-the-ends"))
        .body("find { it.id == '%s' }.partCount".formatted(file.id()), equalTo(5));
    assertRejected(open(Map.of("fingerprint", "x".repeat(101))), 400, "invalid-request");
  }

  private ValidatableResponse open(Map<String, Object> more) {
    Map<String, Object> request = new HashMap<>();
    request.put("fileName", "film.mp4");
    request.put("contentType", "video/mp4");
    request.put("size", MultipartTestFile.SIZE);
    request.putAll(more);
    return creator.request().contentType(JSON).body(request).post("/api/uploads").then();
  }

  private static Map<String, Object> part(int number, long size, String checksum) {
    Map<String, Object> part = new HashMap<>();
    part.put("number", number);
    part.put("size", size);
    part.put("checksumSha256", checksum);
    return part;
  }

  private static ValidatableResponse assertRejected(
      ValidatableResponse response, int status, String code) {
    return response
        .statusCode(status)
        .contentType("application/problem+json")
        .body("code", equalTo(code));
  }

  private static ObjectKey key(MultipartTestFile file) {
    return new ObjectKey("videos/" + file.id() + "/source");
  }

  private static String multipartId(MultipartTestFile file) {
    return QuarkusTransaction.requiringNew()
        .call(() -> Upload.<Upload>findById(file.id()).multipartId);
  }
}
