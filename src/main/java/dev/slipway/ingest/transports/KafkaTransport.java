package dev.slipway.ingest.transports;

import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.Transport;
import dev.slipway.ingest.TransportHealth;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.Consumer;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Reads notifications from a Kafka topic, one after the other. A record is acknowledged when the
 * inbox has stored it. Until then no later record is processed, the connector pauses, and the
 * consumer stays in its group.
 *
 * <p>It subscribes to the channel itself instead of using {@code @Incoming}, because nothing may
 * connect to Kafka unless that transport is enabled, and because the application must start even if
 * no broker is reachable yet.
 */
@ApplicationScoped
class KafkaTransport {
  private static final Logger LOG = Logger.getLogger(KafkaTransport.class);
  private static final Duration INITIAL_DELAY = Duration.ofSeconds(1);
  private static final Duration MAX_DELAY = Duration.ofSeconds(15);
  private static final String CHANNEL = "notifications";

  /** The metric of a consumer that counts its open connections to brokers. */
  private static final String CONNECTIONS = "connection-count";

  private static final String NO_BROKER = "no broker answers";

  private final EnabledTransports transports;
  private final KafkaConfig config;
  private final Provider<Multi<Message<byte[]>>> channel;
  private final KafkaClientService clients;
  private final RetryingReceiver receiver;
  private final TransportHealth health;

  /** One thread, which may block as long as the database is unavailable. */
  private ExecutorService executor;

  private Cancellable subscription;

  KafkaTransport(
      EnabledTransports transports,
      KafkaConfig config,
      @Channel(CHANNEL) Provider<Multi<Message<byte[]>>> channel,
      KafkaClientService clients,
      RetryingReceiver receiver,
      TransportHealth health) {
    this.transports = transports;
    this.config = config;
    this.channel = channel;
    this.clients = clients;
    this.receiver = receiver;
    this.health = health;
  }

  void start(@Observes StartupEvent event) {
    if (!transports.includes(Transport.KAFKA)) {
      return;
    }
    var servers =
        config
            .servers()
            .filter(text -> !text.isBlank())
            .orElseThrow(KafkaTransport::missingServers);
    LOG.infof(
        "Reading notifications from Kafka at %s, topic %s, group %s",
        servers, config.topic(), config.group());
    health.register(Transport.KAFKA);
    executor = Executors.newSingleThreadExecutor(work -> new Thread(work, "kafka-transport"));
    subscription = subscribe();
  }

  /** A consumer that reaches no broker reports no failure. It only finds no records. */
  @Scheduled(every = "15s", delayed = "15s")
  void checkConnection() {
    var consumer = subscription == null ? null : clients.<byte[], byte[]>getConsumer(CHANNEL);
    if (consumer != null) {
      consumer
          .runOnPollingThread(KafkaTransport::isConnected)
          .subscribe()
          .with(this::reportConnection, e -> LOG.debug("The consumer can't be asked", e));
    }
  }

  private static boolean isConnected(Consumer<byte[], byte[]> consumer) {
    return consumer.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals(CONNECTIONS))
        .anyMatch(metric -> (Double) metric.metricValue() > 0);
  }

  private void reportConnection(boolean isConnected) {
    if (isConnected) {
      health.reportEnd(Transport.KAFKA, NO_BROKER);
    } else {
      health.reportProblemUnlessDown(Transport.KAFKA, NO_BROKER);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (subscription != null) {
      subscription.cancel();
      executor.shutdownNow();
    }
  }

  private static IllegalStateException missingServers() {
    return new IllegalStateException(
        "SLIPWAY_NOTIFICATIONS_TRANSPORT contains kafka, but SLIPWAY_NOTIFICATIONS_KAFKA_SERVERS is"
            + " not set. Set it to the brokers, such as kafka-1:9092,kafka-2:9092.");
  }

  private Cancellable subscribe() {
    return channel
        .get()
        .onItem()
        .transformToUniAndConcatenate(this::process)
        .onFailure()
        .invoke(
            e -> health.reportProblem(Transport.KAFKA, "Kafka can't be read: " + rootMessage(e)))
        .onFailure()
        .retry()
        .withBackOff(INITIAL_DELAY, MAX_DELAY)
        .indefinitely()
        .subscribe()
        .with(ignored -> {}, e -> LOG.error("Reading notifications from Kafka has ended", e));
  }

  private Uni<Void> process(Message<byte[]> message) {
    return Uni.createFrom()
        .item(message)
        .emitOn(executor)
        .invoke(this::store)
        .chain(stored -> Uni.createFrom().completionStage(stored::ack));
  }

  private void store(Message<byte[]> message) {
    // A record without a value is no notification: in a compacted topic it deletes its key.
    if (message.getPayload() == null) {
      return;
    }
    try {
      receiver.receive(message.getPayload(), Transport.KAFKA);
      health.reportHealthy(Transport.KAFKA);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while stopping", e);
    }
  }

  /** The client wraps the actual problem, such as a host name that can't be resolved. */
  private static String rootMessage(Throwable error) {
    return error.getCause() == null ? error.getMessage() : rootMessage(error.getCause());
  }
}
