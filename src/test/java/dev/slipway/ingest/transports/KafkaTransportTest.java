package dev.slipway.ingest.transports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.inbox.NotificationReceiver;
import dev.slipway.ingest.inbox.NotificationState;
import dev.slipway.ingest.inbox.StoredNotifications;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.IntegrationsProfile;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.StoreEvents;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(IntegrationsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class KafkaTransportTest {
  private static final byte[] BYTES = Mp4Header.bytes(1_500, 3);

  @ConfigProperty(name = "slipway.notifications.token")
  String token;

  @Inject KafkaConfig config;
  @Inject KafkaClientService clients;

  private final ApiClient creator = ApiClient.as("creator");

  @BeforeEach
  void pauseStoreEvents() {
    StoreEvents.pause();
  }

  @AfterEach
  void resumeStoreEvents() {
    StoreEvents.resume();
  }

  @Test
  void cataloguesVideoFromKafkaRecord() throws Exception {
    var id = creator.put("clip.mp4", BYTES);

    send(created(id));

    awaitVideo(id);
    assertThat(StoredNotifications.count(created(id), "kafka")).isPositive();
  }

  @Test
  void continuesAfterUnreadableRecords() throws Exception {
    var garbage = "not JSON " + UUID.randomUUID();
    var id = creator.put("clip.mp4", BYTES);

    send(garbage);
    send(null);
    send("x".repeat(NotificationReceiver.MAX_BODY_SIZE - 1000));
    send(created(id));

    awaitVideo(id);
    Eventually.holds(
        "the garbage is dead",
        () -> StoredNotifications.count(garbage, NotificationState.DEAD) == 1);
  }

  @Test
  void redeliveredRecordsChangeNothing() throws Exception {
    var id = creator.put("clip.mp4", BYTES);
    send(created(id));
    awaitVideo(id);
    var video = creator.complete(id).prettify();

    rewind();

    Eventually.holds(
        "it was delivered again",
        () -> StoredNotifications.count(created(id), NotificationState.SUPERSEDED) == 1);
    assertThat(creator.complete(id).prettify()).isEqualTo(video);
  }

  @Test
  void webhookIsDisabledWithKafkaOnly() {
    given()
        .header("Authorization", "Bearer " + token)
        .body("{}")
        .post("/notifications/s3")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", equalTo("not-found"));
  }

  @Test
  void reportsHealth() {
    given()
        .get("/q/health/well")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'notifications by kafka' }.status", equalTo("UP"));
  }

  private void send(String body) throws Exception {
    var settings = Map.<String, Object>of("bootstrap.servers", config.servers().orElseThrow());
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var value = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(config.topic(), value)).get();
    }
  }

  /** Delivers all records again, as after a crash before the first commit. */
  private void rewind() {
    clients
        .<byte[], byte[]>getConsumer("notifications")
        .runOnPollingThread(
            consumer -> {
              consumer.seekToBeginning(consumer.assignment());
            })
        .await()
        .indefinitely();
  }

  private void awaitVideo(String id) {
    Eventually.holds(
        "the video is catalogued",
        () -> creator.request().get("/api/videos/{id}", id).statusCode() == 200);
  }

  private static String created(String id) {
    return """
    {"EventName":"s3:ObjectCreated:Put","Records":[{"eventName":"s3:ObjectCreated:Put",
    "s3":{"bucket":{"name":"slipway-videos"},
    "object":{"key":"videos%%2F%s%%2Fsource","sequencer":"18EB05FD7F339E56"}}}]}\
    """
        .formatted(id);
  }
}
