package dev.slipway.storage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.StoreConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class BucketListenerTest {
  private static final int MAX_LINE_LENGTH = 100;

  @Inject StoreConfig config;

  private ListenApiStore store;

  @BeforeEach
  void open() throws IOException {
    store = new ListenApiStore();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void readsOneNotificationPerLine() throws IOException {
    store.sendLine("{\"Records\":[{\"s3\":{\"object\":{\"key\":\"videos/é 🎬\"}}}]}");
    store.sendLine("x".repeat(10 * MAX_LINE_LENGTH));

    try (var events = store.listener(config).listen(MAX_LINE_LENGTH)) {
      assertThat(new String(events.next(), StandardCharsets.UTF_8)).contains("videos/é 🎬");
      assertThat(events.next()).hasSize(MAX_LINE_LENGTH);
    }
  }

  @Test
  void subscribesToObjectEventsUnderTheVideosPrefix() throws IOException {
    store.listener(config).listen(MAX_LINE_LENGTH).close();

    assertThat(store.requests().get(0).getRawQuery())
        .contains("events=s3%3AObjectCreated%3APut&", "events=s3%3AObjectRemoved%3A%2A&")
        .contains("prefix=videos%2F", "X-Amz-Signature=");
  }

  @Test
  void dropsAnIncompleteLine() throws IOException {
    store.closeStreamAfter("{\"Records\":[{");

    try (var events = store.listener(config).listen(MAX_LINE_LENGTH)) {
      assertThatThrownBy(events::next).isInstanceOf(IOException.class);
    }
  }

  /** The connection may have been cut without a word. */
  @Test
  void endsAStreamWithoutKeepAlives() throws IOException {
    var connection = new ImpatientConnection(store.config(config));
    var listener = new BucketListener(store.config(config), connection, Clock.systemUTC());

    try (var events = listener.listen(MAX_LINE_LENGTH)) {
      assertThatThrownBy(events::next).isInstanceOf(SocketTimeoutException.class);
    }

    assertThat(connection.requestedTimeout)
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
  }

  @Test
  void explainsHowToFixARefusal() {
    store.respondWith(501, "application/xml");
    assertRefused(store.listener(config), "does not support listening");
    store.respondWith(200, "application/xml");
    assertRefused(store.listener(config), "does not support listening");
    store.respondWith(403, "application/xml");
    assertRefused(store.listener(config), "s3:ListenBucketNotification");
  }

  @Test
  void treatsServerErrorsAsTemporary() {
    store.respondWith(503, "application/xml");

    assertThatThrownBy(() -> store.listener(config).listen(MAX_LINE_LENGTH))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ListeningRefusedException.class)
        .hasMessageContaining("503");
  }

  private static void assertRefused(BucketListener listener, String message) {
    assertThatThrownBy(() -> listener.listen(MAX_LINE_LENGTH))
        .isInstanceOf(ListeningRefusedException.class)
        .hasMessageContaining(message);
  }

  /** Ends silent streams after less than the requested time. */
  private static final class ImpatientConnection extends StoreConnection {
    private Duration requestedTimeout;

    private ImpatientConnection(StoreConfig config) {
      super(config, new StoreMetrics(new SimpleMeterRegistry()), StoreConnections.NO_SPANS);
    }

    @Override
    OkHttpClient streamingClient(Duration timeout) {
      requestedTimeout = timeout;
      return super.streamingClient(Duration.ofMillis(200));
    }
  }
}
