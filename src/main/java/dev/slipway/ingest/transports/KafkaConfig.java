package dev.slipway.ingest.transports;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The Kafka topic from which notifications are read. */
@ConfigMapping(prefix = "slipway.notifications.kafka")
interface KafkaConfig {
  /** The bootstrap brokers, such as {@code kafka-1:9092,kafka-2:9092}. */
  Optional<String> servers();

  /** The topic that the store writes to. */
  @WithDefault("slipway-notifications")
  String topic();

  /** The consumer group, which all replicas share. */
  @WithDefault("slipway")
  String group();
}
