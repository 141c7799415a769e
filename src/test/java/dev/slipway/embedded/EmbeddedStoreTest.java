package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest {
  @TempDir Path directory;

  @Test
  void keepsKeysPortAndObjectsAcrossRestarts() throws Exception {
    var before =
        run(OptionalInt.empty(), store -> new PresignedUrlClient(store.properties()).put("a", "b"));
    var after =
        run(
            OptionalInt.empty(),
            store ->
                assertThat(new PresignedUrlClient(store.properties()).get("a").body())
                    .isEqualTo("b"));

    assertThat(after).isEqualTo(before);
  }

  @Test
  void choosesAnotherPortWhenThePreviousOneIsInUse() throws Exception {
    var before = run(OptionalInt.empty(), store -> {});
    try (var taken = occupy(before)) {
      assertThat(run(OptionalInt.empty(), store -> {})).isNotEqualTo(before);
    }
  }

  @Test
  void rejectsAChosenPortInUse() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> run(OptionalInt.of(taken.getLocalPort()), store -> {}))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining("SLIPWAY_EMBEDDED_STORE_PORT");
    }
  }

  @Test
  void allowsBrowsersOfAnyOriginToPutAndSeek() throws Exception {
    run(
        OptionalInt.empty(),
        store -> {
          var client = new PresignedUrlClient(store.properties());
          var preflight = client.preflight("a");
          assertThat(preflight.statusCode()).isEqualTo(200);
          assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
              .hasValueSatisfying(headers -> assertThat(headers).contains("if-none-match"));

          client.put("a", "0123456789");
          var part = client.get("a", "Origin", "http://localhost:8080", "Range", "bytes=2-4");
          assertThat(part.statusCode()).isEqualTo(206);
          assertThat(part.body()).isEqualTo("234");
          assertThat(part.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        });
  }

  /** With the files that a store leaves when it is killed while it receives a file and a part. */
  @Test
  void hidesAndRemovesIncompleteObjects() throws Exception {
    var videos = directory.resolve("store").resolve("slipway-videos");
    var left = videos.resolve("videos").resolve("a-" + UUID.randomUUID());
    var part = videos.resolve(".mpus-1-videos").resolve("a-1-" + UUID.randomUUID());
    run(
        OptionalInt.empty(),
        store -> {
          var client = new PresignedUrlClient(store.properties());
          var named = "videos/" + UUID.randomUUID() + "-" + UUID.randomUUID();
          client.put(named, "whole");
          Files.writeString(left, "hal");
          Files.writeString(Files.createDirectory(part.getParent()).resolve("f"), "other");
          Files.writeString(part, "hal");
          assertThat(client.list("videos/")).containsExactly(named);
        });

    run(OptionalInt.empty(), store -> assertThat(left).doesNotExist());

    assertThat(part).doesNotExist();
    assertThat(part.resolveSibling("f")).exists();
  }

  private URI run(OptionalInt port, Action action) throws Exception {
    var data = new DataDirectory(directory);
    var settings =
        new EmbeddedSettings.Store(port, "us-east-1", "slipway-videos", "slipway-derived");
    try (var store = EmbeddedStore.start(data, settings, new EventQueue(data.events()))) {
      action.run(store);
      return store.endpoint();
    }
  }

  private static ServerSocket occupy(URI endpoint) throws Exception {
    return new ServerSocket(endpoint.getPort(), 1, InetAddress.getLoopbackAddress());
  }

  @FunctionalInterface
  private interface Action {
    void run(EmbeddedStore store) throws Exception;
  }
}
