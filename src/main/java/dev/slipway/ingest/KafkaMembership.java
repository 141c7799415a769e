package dev.slipway.ingest;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Notices that Kafka was found, be there a record to read or not. */
@ApplicationScoped
@Identifier("notifications")
class KafkaMembership implements KafkaConsumerRebalanceListener {
  private final TransportHealth health;

  KafkaMembership(TransportHealth health) {
    this.health = health;
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    health.fine(Transport.KAFKA);
  }
}
