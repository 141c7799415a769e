package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.EmbeddedKafkaBroker;
import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Notifications arrive through Kafka, while Kafka or the database is down. */
@Tag("faults")
class KafkaFaultsTest {
  private static final String TOPIC = "slipway-notifications";
  private static final int OBJECT_COUNT = FaultSuiteSettings.scale(20, 1_000);
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int BROKER_PORT = Ports.free();
  private static final TcpProxy KAFKA_PROXY = TcpProxy.to(BROKER_PORT);
  private static final EmbeddedKafkaBroker BROKER = startBroker();
  private static final KafkaProducer<byte[], byte[]> PRODUCER =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", BROKER.address()),
          new ByteArraySerializer(),
          new ByteArraySerializer());

  /** Without reconciliation, which would catalogue the objects without notifications. */
  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "SLIPWAY_RECONCILE_EVERY", "0S",
              "SLIPWAY_RECONCILE_AT_START", "false",
              "SLIPWAY_NOTIFICATIONS_TRANSPORT", "kafka",
              "SLIPWAY_NOTIFICATIONS_KAFKA_SERVERS", "127.0.0.1:" + KAFKA_PROXY.port()));

  @AfterAll
  static void close() throws IOException {
    PRODUCER.close();
    KAFKA_PROXY.close();
    BROKER.close();
  }

  @Test
  @Fault("Kafka is down at the start, and again later")
  void recoversFromAKafkaOutage() throws Exception {
    STACK.relay().setPolicy(KafkaFaultsTest::publish);
    STACK.replica().terminate();
    KAFKA_PROXY.cut();
    STACK.replica().start();
    var firstKeys = new SmallUploads(STACK).put(OBJECT_COUNT);
    STACK.relay().notificationsAbout(firstKeys);
    assertThat(STACK.database().countCatalogued(firstKeys)).isZero();
    Eventually.holds("health says so", TIMEOUT, () -> kafkaHealth().contains("no broker answers"));

    KAFKA_PROXY.restore();
    Eventually.holds(
        "the objects put while Kafka was down are catalogued",
        TIMEOUT,
        () -> STACK.database().countCatalogued(firstKeys) == OBJECT_COUNT);
    KAFKA_PROXY.cut();
    var secondKeys = new SmallUploads(STACK).put(OBJECT_COUNT);
    STACK.relay().notificationsAbout(secondKeys);
    assertThat(STACK.database().countCatalogued(secondKeys)).isZero();
    KAFKA_PROXY.restore();
    Eventually.holds(
        "the objects put during the second outage are catalogued",
        TIMEOUT,
        () -> STACK.database().countCatalogued(secondKeys) == OBJECT_COUNT);
    STACK.reportResult("twice %,d objects, all catalogued after Kafka returned", OBJECT_COUNT);
  }

  @Test
  @Tag("quick")
  @Fault("the database is down while Kafka delivers")
  void keepsItsOffsetWhileTheDatabaseIsUnavailable() throws Exception {
    STACK.relay().dropAll();
    var keys = new SmallUploads(STACK).put(OBJECT_COUNT);
    var events = STACK.relay().notificationsAbout(keys);

    STACK.database().kill();
    for (var event : events) {
      publish(event);
    }
    Eventually.elapses(FaultSuiteSettings.outageDuration());
    STACK.database().start();

    Eventually.holds(
        "all objects are catalogued",
        TIMEOUT,
        () -> STACK.database().countCatalogued(keys) == OBJECT_COUNT);
    STACK.reportResult(
        "down for %d s; then all %,d notifications processed, no dead letter",
        FaultSuiteSettings.outageDuration().toSeconds(), events.size());
    assertThat(STACK.database().countNotifications("DEAD")).isZero();
  }

  private static String kafkaHealth() {
    var url = STACK.replica().origin().resolve("/q/health/well");
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static EmbeddedKafkaBroker startBroker() {
    try {
      return EmbeddedKafkaBroker.start(
          "127.0.0.1:" + BROKER_PORT, "127.0.0.1:" + KAFKA_PROXY.port());
    } catch (Exception e) {
      throw new IllegalStateException("The broker did not start", e);
    }
  }

  private static int publish(byte[] body) throws IOException {
    try {
      PRODUCER.send(new ProducerRecord<>(TOPIC, body)).get();
      return 200;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
