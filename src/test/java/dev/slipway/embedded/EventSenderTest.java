package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Eventually;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSenderTest {
  /** Long enough for several deliveries, which start after 50 ms at most. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  @TempDir Path directory;
  private FakeWebhook application;

  @BeforeEach
  void startApplication() throws Exception {
    application = new FakeWebhook();
  }

  @AfterEach
  void stopApplication() {
    application.close();
  }

  @Test
  void reportsPutsAndDeletesOfTheVideoBucketOnly() throws Exception {
    try (var services = start(true)) {
      var store = new PresignedUrlClient(services.properties());
      store.put("slipway-derived", "poster", "p");
      store.put("videos/a/source", "v");
      store.delete("videos/a/source");
      store.delete("videos/a/source");

      Eventually.holds("two events", () -> application.keys().size() == 2);
      assertThat(application.names())
          .containsExactly("s3:ObjectCreated:Put", "s3:ObjectRemoved:Delete");
      assertThat(application.keys()).containsOnly("slipway-videos/videos/a/source");
      assertThat(application.authorizations()).containsOnly("Bearer test-token");
      Eventually.holds(
          "no event is kept", () -> services.directory().events().toFile().list().length == 0);
    }
  }

  @Test
  void retriesInOrderUntilTheApplicationAccepts() throws Exception {
    application.respondWith(503);
    try (var services = start(true)) {
      putThreeObjects(services.properties());
      Eventually.holds("an attempt", () -> !application.authorizations().isEmpty());
      assertThat(application.keys()).isEmpty();

      application.respondWith(200);
      Eventually.holds("three events", () -> application.keys().size() == 3);
      assertThat(application.keys())
          .containsExactly("slipway-videos/1", "slipway-videos/2", "slipway-videos/3");
    }
  }

  @Test
  void sendsQueuedEventsAfterARestart() throws Exception {
    try (var services = start(false)) {
      putThreeObjects(services.properties());
      try (var files = Files.list(services.directory().events())) {
        assertThat(files).hasSize(3);
      }
    }
    try (var services = start(true)) {
      Eventually.holds("three events", () -> application.keys().size() == 3);
      assertThat(application.keys()).first().isEqualTo("slipway-videos/1");
    }
  }

  @Test
  void keepsEventsWhilePaused() throws Exception {
    var pause = new EventPause(directory);
    Files.createDirectories(new DataDirectory(directory).events());
    pause.pause();
    try (var services = start(true)) {
      putThreeObjects(services.properties());
      Eventually.elapses(PAUSE);
      assertThat(application.keys()).isEmpty();

      pause.resume();
      Eventually.holds("three events", () -> application.keys().size() == 3);
    }
  }

  @Test
  void continuesAfterAnAddressThatCannotBeUsed() throws Exception {
    var address = new AtomicReference<>(URI.create("http://127.0.0.1:-1/notifications/s3"));
    var reads = new AtomicInteger();
    Supplier<Optional<URI>> webhook =
        () -> {
          reads.incrementAndGet();
          return Optional.of(address.get());
        };
    try (var services = start(webhook)) {
      putThreeObjects(services.properties());
      // Each attempt reads the address twice.
      var before = reads.get();
      Eventually.holds("an attempt failed", () -> reads.get() >= before + 4);
      assertThat(application.keys()).isEmpty();

      address.set(application.url());
      Eventually.holds("three events", () -> application.keys().size() == 3);
    }
  }

  private EmbeddedServices start(boolean listening) {
    return start(() -> listening ? Optional.of(application.url()) : Optional.empty());
  }

  private EmbeddedServices start(Supplier<Optional<URI>> webhook) {
    var settings = EmbeddedServicesResource.storeOnly(directory);
    return EmbeddedServices.start(settings, webhook);
  }

  private static void putThreeObjects(Map<String, String> properties) throws Exception {
    var store = new PresignedUrlClient(properties);
    for (var key : new String[] {"1", "2", "3"}) {
      assertThat(store.put(key, key)).isEqualTo(200);
    }
  }
}
