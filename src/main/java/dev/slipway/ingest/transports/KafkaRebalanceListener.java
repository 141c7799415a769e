package dev.slipway.ingest.transports;

import dev.slipway.ingest.Transport;
import dev.slipway.ingest.TransportHealth;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reports the Kafka transport as healthy once it is connected, even if there is no record to read.
 */
@ApplicationScoped
@Identifier("notifications")
class KafkaRebalanceListener implements KafkaConsumerRebalanceListener {
  private final TransportHealth health;

  KafkaRebalanceListener(TransportHealth health) {
    this.health = health;
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    health.reportHealthy(Transport.KAFKA);
  }
}
