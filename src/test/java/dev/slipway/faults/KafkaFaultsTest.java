package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Broker;
import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Notifications come by Kafka, and Kafka or the database is away. */
@Tag("faults")
class KafkaFaultsTest {
  private static final String TOPIC = "slipway-notifications";
  private static final int OBJECTS = FaultSuiteSettings.of(20, 1_000);
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final int OUTSIDE = Ports.free();
  private static final TcpProxy TO_KAFKA = TcpProxy.to(OUTSIDE);
  private static final Broker BROKER = broker();
  private static final KafkaProducer<byte[], byte[]> PRODUCER =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", BROKER.address()),
          new ByteArraySerializer(),
          new ByteArraySerializer());

  /** Comparisons would bring what notifications are to bring. */
  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "SLIPWAY_RECONCILE_EVERY", "0S",
              "SLIPWAY_RECONCILE_AT_START", "false",
              "SLIPWAY_NOTIFICATIONS_TRANSPORT", "kafka",
              "SLIPWAY_NOTIFICATIONS_KAFKA_SERVERS", "127.0.0.1:" + TO_KAFKA.port()));

  @AfterAll
  static void end() throws IOException {
    PRODUCER.close();
    TO_KAFKA.close();
    BROKER.close();
  }

  @Test
  @Fault("Kafka is down at the start, and again later")
  void recoversFromAKafkaOutage() throws Exception {
    STACK.relay().then(KafkaFaultsTest::publish);
    STACK.replica().terminate();
    TO_KAFKA.cut();
    STACK.replica().start();
    var early = new SmallUploads(STACK).put(OBJECTS);
    assertThat(STACK.database().catalogued(early)).isZero();

    TO_KAFKA.mend();
    Eventually.holds(
        "what waited is catalogued", LONGEST, () -> STACK.database().catalogued(early) == OBJECTS);
    TO_KAFKA.cut();
    var late = new SmallUploads(STACK).put(OBJECTS);
    STACK.relay().about(late);
    assertThat(STACK.database().catalogued(late)).isZero();
    TO_KAFKA.mend();
    Eventually.holds(
        "what came meanwhile, too", LONGEST, () -> STACK.database().catalogued(late) == OBJECTS);
    STACK.saw("twice %,d objects, all catalogued after Kafka returned", OBJECTS);
  }

  @Test
  @Fault("the database is down while Kafka delivers")
  void keepsItsOffsetWhileTheDatabaseIsUnavailable() throws Exception {
    STACK.relay().drop();
    var keys = new SmallUploads(STACK).put(OBJECTS);
    var events = STACK.relay().about(keys);

    STACK.database().kill();
    for (var event : events) {
      publish(event);
    }
    Eventually.pass(FaultSuiteSettings.away());
    STACK.database().start();

    Eventually.holds(
        "all is catalogued", LONGEST, () -> STACK.database().catalogued(keys) == OBJECTS);
    STACK.saw(
        "down for %d s; then all %,d notifications processed, no dead letter",
        FaultSuiteSettings.away().toSeconds(), events.size());
    assertThat(STACK.database().notifications("DEAD")).isZero();
  }

  private static Broker broker() {
    try {
      return Broker.start("127.0.0.1:" + OUTSIDE, "127.0.0.1:" + TO_KAFKA.port());
    } catch (Exception e) {
      throw new IllegalStateException("The broker does not start", e);
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
