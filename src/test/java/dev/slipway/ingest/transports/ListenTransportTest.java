package dev.slipway.ingest.transports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.sync.NotificationsMayBeLost;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.Transport;
import dev.slipway.ingest.TransportHealth;
import dev.slipway.ingest.inbox.StoredNotifications;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.ListenApiStore;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.health.api.HealthRegistry;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ListenTransportTest {
  @Inject StoreConfig config;
  @Inject EnabledTransports transports;
  @Inject RetryingReceiver receiver;
  @Inject TransportHealth health;
  @Inject Event<NotificationsMayBeLost> notificationsMayBeLost;
  @Inject SecureRandom random;
  @Inject @Wellness HealthRegistry registry;
  @Inject Connections connections;

  private ListenApiStore store;
  private ListenTransport transport;

  /** Counts the events that report a possible loss. */
  @ApplicationScoped
  static class Connections {
    final AtomicInteger count = new AtomicInteger();

    void onNotificationsMayBeLost(@ObservesAsync NotificationsMayBeLost event) {
      count.incrementAndGet();
    }

    int count() {
      return count.get();
    }
  }

  @BeforeEach
  void open() throws Exception {
    store = new ListenApiStore();
    transport =
        new ListenTransport(
            transports, store.listener(config), receiver, health, notificationsMayBeLost, random);
  }

  @AfterEach
  void close() throws Exception {
    transport.stopListening();
    store.close();
    registry.remove(Transport.LISTEN.value());
  }

  @Test
  void storesEachLineUnchanged() {
    var event = event();
    transport.startListening();

    store.sendLine(event);

    Eventually.holds("it is stored", () -> StoredNotifications.count(event, "listen") == 1);
  }

  @Test
  void reconnectsWhenStreamEnds() {
    var before = connections.count();
    var first = event();
    var second = event();
    transport.startListening();

    store.sendLine(first);
    store.closeStreamAfter("{\"Records\":[");
    store.sendLine(second);

    Eventually.holds(
        "both are stored",
        () ->
            StoredNotifications.count(first, "listen") + StoredNotifications.count(second, "listen")
                == 2);
    Eventually.holds("both connects are reported", () -> connections.count() >= before + 2);
    assertThat(store.requests()).hasSize(2);
  }

  @Test
  void stopsPromptlyWhileWaiting() throws Exception {
    transport.startListening();
    Eventually.holds("it listens", () -> store.requests().size() == 1);

    var start = System.nanoTime();
    transport.stopListening();

    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
  }

  private static String event() {
    return "{\"Records\":[{\"id\":\"" + UUID.randomUUID() + "\"}]}";
  }
}
