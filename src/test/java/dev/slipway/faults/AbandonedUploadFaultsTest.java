package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client opens an upload and never completes it. */
@Tag("faults")
class AbandonedUploadFaultsTest {
  private static final int PART_SIZE = 5 << 20;
  private static final int PART_COUNT = 2;
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "SLIPWAY_UPLOADS_PARTS_FROM", Integer.toString(PART_SIZE),
              "SLIPWAY_UPLOADS_PART_SIZE", Integer.toString(PART_SIZE),
              "SLIPWAY_UPLOADS_URL_LIFETIME", "10S",
              "SLIPWAY_UPLOADS_LONGEST_TRANSFER", "5S",
              "SLIPWAY_UPLOADS_SWEEP_EVERY", "1S",
              "SLIPWAY_RECONCILE_EVERY", "0S"));

  @AfterEach
  void restore() {
    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.browserStoreProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.relay().forwardTo(STACK.replica());
  }

  @Test
  @Fault("an abandoned multipart upload")
  void expiredUploadLeavesNoBytes() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    var before = usedBytes(client);
    var upload = open(client);
    putPart(client, upload, 1);
    var key = upload.get("key").asText();
    var multipartId = (String) rowOf(upload).get("multipart_id");
    assertThat(STACK.bucket().hasMultipartUpload(key, multipartId)).isTrue();

    Eventually.holds("the upload has expired", TIMEOUT, () -> "EXPIRED".equals(status(upload)));
    Eventually.holds(
        "the store has removed the parts",
        TIMEOUT,
        () -> !STACK.bucket().hasMultipartUpload(key, multipartId));

    assertThat(STACK.bucket().list()).doesNotContainKey(key);
    assertThat(usedBytes(client)).isEqualTo(before);
    STACK.reportResult("EXPIRED on time; no parts in the store, no bytes in the quota");
  }

  @Test
  @Tag("quick")
  @Fault(
      "the completion succeeds, its response is lost, the client is gone, then the "
          + "expiry sweep runs")
  void asksTheStoreBeforeExpiringAnUpload() throws Exception {
    STACK.relay().dropAll();
    var client = TolerantClient.of("creator", STACK.replica());
    var upload = open(client);
    var bytes = new ByteArrayOutputStream();
    for (var number = 1; number <= PART_COUNT; number++) {
      bytes.write(putPart(client, upload, number));
    }
    dropCompletionResponses();

    var response = client.complete(upload.get("id").asText());

    assertThat(response.status()).isEqualTo(503);
    var key = upload.get("key").asText();
    Eventually.holds("the object exists", () -> objectKeys().contains(key));
    STACK.acknowledged().add(key, bytes.toByteArray());
    assertThat(status(upload)).isEqualTo("OPEN");
    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
    Eventually.holds("the upload is stored", TIMEOUT, () -> "STORED".equals(status(upload)));
    STACK.reportResult("the client got 503, the sweep found the object: STORED, READY");
  }

  @Test
  @Fault("an upload expires, and its object arrives after all")
  void reopensAnUploadWhoseObjectArrivesLate() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    var bytes = SmallUploads.uniqueBytes();
    var upload = client.open(bytes, "late.mp4").expect(201).json();
    var key = upload.get("key").asText();

    Eventually.holds("the upload has expired", TIMEOUT, () -> "EXPIRED".equals(status(upload)));
    // Simulates a PUT that starts before the expiry and ends after it. A real one would not work:
    // MinIO locks the key during a conditional PUT, so the HEAD of the sweep waits for its end.
    STACK.bucket().put(key, bytes);
    STACK.acknowledged().add(key, bytes);

    Eventually.holds("the upload is stored", TIMEOUT, () -> "STORED".equals(status(upload)));
    STACK.reportResult("EXPIRED; after the object arrived STORED, READY, and counted again");
  }

  /** Cuts the connection after the store has assembled the parts, before its response arrives. */
  private static void dropCompletionResponses() {
    var completionSent = new AtomicBoolean();
    STACK
        .storeProxy()
        .setInterceptor(
            (direction, bytes) -> {
              if (direction == TcpInterceptor.Direction.TO_SERVER
                  && TcpInterceptor.contains(bytes, "POST /")
                  && TcpInterceptor.contains(bytes, "uploadId=")) {
                completionSent.set(true);
              }
              if (direction == TcpInterceptor.Direction.TO_CLIENT && completionSent.get()) {
                throw new IOException("the response is lost");
              }
              return bytes;
            });
  }

  private static long usedBytes(TolerantClient client) throws IOException {
    return client.get("/api/me").json().at("/quota/usedBytes").asLong();
  }

  private static JsonNode open(TolerantClient client) throws IOException {
    var request =
        Map.of("fileName", "film.mp4", "contentType", "video/mp4", "size", PART_COUNT * PART_SIZE);
    return client.post("/api/uploads", request).expect(201).json();
  }

  private static byte[] putPart(TolerantClient client, JsonNode upload, int number)
      throws IOException {
    var bytes = Mp4Header.bytes(PART_SIZE, number);
    var part =
        Map.of("number", number, "size", PART_SIZE, "checksumSha256", ApiClient.sha256(bytes));
    var path = "/api/uploads/" + upload.get("id").asText() + "/parts";
    var signed = client.post(path, Map.of("parts", List.of(part))).expect(200).json();
    assertThat(client.put(signed.get("parts").get(0), bytes)).isEqualTo(200);
    return bytes;
  }

  private static String status(JsonNode upload) {
    return (String) rowOf(upload).get("status");
  }

  private static Map<String, Object> rowOf(JsonNode upload) {
    return STACK
        .database()
        .query("select * from upload where id = '%s'".formatted(upload.get("id").asText()))
        .get(0);
  }

  private static List<String> objectKeys() {
    try {
      return List.copyOf(STACK.bucket().list().keySet());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
