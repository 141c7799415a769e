package dev.slipway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Starts a Kafka broker for tests of the whole application. */
public final class KafkaBrokerResource implements QuarkusTestResourceLifecycleManager {
  private EmbeddedKafkaBroker broker;

  @Override
  public Map<String, String> start() {
    try {
      broker = EmbeddedKafkaBroker.start();
      return Map.of("slipway.notifications.kafka.servers", broker.address());
    } catch (Exception e) {
      throw new IllegalStateException("The broker does not start", e);
    }
  }

  @Override
  public void stop() {
    if (broker == null) {
      return;
    }
    try {
      broker.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
