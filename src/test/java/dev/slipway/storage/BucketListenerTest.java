package dev.slipway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedPartsResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedPartsResource.class)
class BucketListenerTest {
  private static final int LONGEST = 100;

  @Inject StoreConfig config;

  private ListeningStore store;

  @BeforeEach
  void open() throws IOException {
    store = new ListeningStore();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void readsLinesAsTheyCome() throws IOException {
    store.tell("{\"Records\":[{\"s3\":{\"object\":{\"key\":\"videos/é 🎬\"}}}]}");
    store.tell("x".repeat(10 * LONGEST));

    try (var events = store.listener(config).listen(LONGEST)) {
      assertThat(new String(events.next(), StandardCharsets.UTF_8)).contains("videos/é 🎬");
      assertThat(events.next()).hasSize(LONGEST);
    }
  }

  @Test
  void asksForWhatBecomesAVideoAndNoMore() throws IOException {
    store.listener(config).listen(LONGEST).close();

    assertThat(store.requests().get(0).getRawQuery())
        .contains("events=s3%3AObjectCreated%3APut&", "events=s3%3AObjectRemoved%3A%2A&")
        .contains("prefix=videos%2F", "X-Amz-Signature=");
  }

  @Test
  void doesNotTellALineThatWasCut() throws IOException {
    store.cut("{\"Records\":[{");

    try (var events = store.listener(config).listen(LONGEST)) {
      assertThatThrownBy(events::next).isInstanceOf(IOException.class);
    }
  }

  @Test
  void saysWhatToMendWhereItIsRefused() {
    store.answerWith(501, "application/xml");
    assertRefused(store.listener(config), "has no API to listen");
    store.answerWith(200, "application/xml");
    assertRefused(store.listener(config), "has no API to listen");
    store.answerWith(403, "application/xml");
    assertRefused(store.listener(config), "s3:ListenBucketNotification");
  }

  @Test
  void waitsForAStoreThatIsAway() {
    store.answerWith(503, "application/xml");

    assertThatThrownBy(() -> store.listener(config).listen(LONGEST))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ListeningRefusedException.class)
        .hasMessageContaining("503");
  }

  private static void assertRefused(BucketListener listener, String message) {
    assertThatThrownBy(() -> listener.listen(LONGEST))
        .isInstanceOf(ListeningRefusedException.class)
        .hasMessageContaining(message);
  }
}
