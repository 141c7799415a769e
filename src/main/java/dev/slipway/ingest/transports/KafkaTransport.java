package dev.slipway.ingest.transports;

import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.Transport;
import dev.slipway.ingest.TransportHealth;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Takes notifications from a topic of Kafka, one after the other. A record is acknowledged once the
 * inbox has it. Until then none behind it is taken, the connector pauses, and the consumer stays in
 * its group.
 *
 * <p>The channel is subscribed to by hand, and not by {@code @Incoming}: where Kafka is not chosen
 * nothing may connect, and where no broker can be found yet the application must start all the
 * same.
 */
@ApplicationScoped
class KafkaTransport {
  private static final Logger LOG = Logger.getLogger(KafkaTransport.class);
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(15);

  private final EnabledTransports transports;
  private final KafkaConfig config;
  private final Provider<Multi<Message<byte[]>>> channel;
  private final RetryingReceiver intake;
  private final TransportHealth health;

  /** One thread, which may wait for the database as long as that is away. */
  private ExecutorService taker;

  private Cancellable subscription;

  KafkaTransport(
      EnabledTransports transports,
      KafkaConfig config,
      @Channel("notifications") Provider<Multi<Message<byte[]>>> channel,
      RetryingReceiver intake,
      TransportHealth health) {
    this.transports = transports;
    this.config = config;
    this.channel = channel;
    this.intake = intake;
    this.health = health;
  }

  void start(@Observes StartupEvent started) {
    if (!transports.includes(Transport.KAFKA)) {
      return;
    }
    var servers = config.servers().filter(text -> !text.isBlank()).orElseThrow(this::noServers);
    LOG.infof(
        "Notifications come from Kafka at %s, topic %s, group %s",
        servers, config.topic(), config.group());
    health.register(Transport.KAFKA);
    taker = Executors.newSingleThreadExecutor(work -> new Thread(work, "kafka-transport"));
    subscription = subscribe();
  }

  void stop(@Observes ShutdownEvent stopped) {
    if (subscription != null) {
      subscription.cancel();
      taker.shutdownNow();
    }
  }

  private IllegalStateException noServers() {
    return new IllegalStateException(
        "SLIPWAY_NOTIFICATIONS_KAFKA_SERVERS is not set, and SLIPWAY_NOTIFICATIONS_TRANSPORT names"
            + " kafka. Set it to the brokers, such as kafka-1:9092,kafka-2:9092.");
  }

  private Cancellable subscribe() {
    return channel
        .get()
        .onItem()
        .transformToUniAndConcatenate(this::take)
        .onFailure()
        .invoke(e -> health.reportProblem(Transport.KAFKA, "Kafka can't be read: " + reason(e)))
        .onFailure()
        .retry()
        .withBackOff(FIRST_DELAY, LONGEST_DELAY)
        .indefinitely()
        .subscribe()
        .with(ignored -> {}, e -> LOG.error("Notifications come from Kafka no more", e));
  }

  private Uni<Void> take(Message<byte[]> message) {
    return Uni.createFrom()
        .item(message)
        .emitOn(taker)
        .invoke(this::keep)
        .chain(kept -> Uni.createFrom().completionStage(kept::ack));
  }

  private void keep(Message<byte[]> message) {
    // A record without a value deletes its key where the topic is compacted, and tells nothing.
    if (message.getPayload() == null) {
      return;
    }
    try {
      intake.receive(message.getPayload(), Transport.KAFKA);
      health.reportHealthy(Transport.KAFKA);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopping", stopping);
    }
  }

  /** The client wraps what matters, such as a name that can't be resolved. */
  private static String reason(Throwable error) {
    return error.getCause() == null ? error.getMessage() : reason(error.getCause());
  }
}
