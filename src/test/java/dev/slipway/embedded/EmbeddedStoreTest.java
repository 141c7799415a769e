package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  @Test
  void rejectsUnsignedHeadersBesideASignedUrl() throws Exception {
    run(
        OptionalInt.empty(),
        store -> {
          var client = new PresignedUrlClient(store.properties());
          for (var header :
              List.of(
                  "x-amz-acl",
                  "X-Amz-Acl",
                  "x-amz-grant-read",
                  "x-amz-grant-full-control",
                  "x-amz-copy-source",
                  "x-amz-meta-slipway-owner",
                  "x-amz-tagging",
                  "x-amz-content-sha256",
                  "x-amz-new")) {
            var response = client.putWithUnsignedHeader("a", header, "public-read");
            assertThat(response.statusCode()).as(header).isEqualTo(403);
            assertThat(response.body())
                .contains("<Code>AccessDenied</Code>")
                .contains("There were headers present in the request which were not signed")
                .contains("<HeadersNotSigned>" + header.toLowerCase(Locale.ROOT) + "<");
          }
          assertThat(client.get("a").statusCode()).isEqualTo(404);
          assertThat(client.putWithUnsignedHeader("a", "x-other", "b").statusCode()).isEqualTo(200);
          assertThat(client.getAnonymously("a")).isEqualTo(403);
        });
  }

  /** If a request carries two signatures, each must cover the header. */
  @Test
  void rejectsUnsignedHeadersThatAnotherSignatureClaims() throws Exception {
    run(
        OptionalInt.empty(),
        store -> {
          var client = new PresignedUrlClient(store.properties());
          client.authorization =
              "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request,"
                  + " SignedHeaders=host;x-amz-acl, Signature="
                  + "0".repeat(64);
          var response = client.putWithUnsignedHeader("a", "x-amz-acl", "public-read");
          assertThat(response.statusCode()).isBetween(400, 403);
          client.authorization = null;
          assertThat(client.get("a").statusCode()).isEqualTo(404);
        });
  }

  @Test
  void rejectsUnsignedHeadersBesideASignedHeader() throws Exception {
    run(
        OptionalInt.empty(),
        store -> {
          var client = new PresignedUrlClient(store.properties());
          assertThat(client.putSignedInHeader("a", Map.of())).isEmpty();
          assertThat(client.putSignedInHeader("b", Map.of("x-amz-acl", "public-read")))
              .hasValue("AccessDenied");
          assertThat(client.get("a").statusCode()).isEqualTo(200);
          assertThat(client.get("b").statusCode()).isEqualTo(404);
        });
  }

  /** Also of directories that existed before, with the usual permissions. */
  @Test
  void keepsDataFromOtherUsers() throws Exception {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    var readable = PosixFilePermissions.fromString("rwxr-xr-x");
    for (var name : List.of("events", "store", "secrets")) {
      Files.setPosixFilePermissions(Files.createDirectory(directory.resolve(name)), readable);
    }
    var event = Files.writeString(directory.resolve("events").resolve("unfinished"), "{}");
    Files.setPosixFilePermissions(event, PosixFilePermissions.fromString("rw-r--r--"));

    run(
        OptionalInt.empty(),
        store -> {
          new PresignedUrlClient(store.properties()).put("videos/a", "b");
          try (var data = new DataDirectory(directory).lock();
              var paths = Files.list(directory)) {
            assertThat(paths)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(EmbeddedStoreTest::isPrivate);
          }
          try (var events = Files.list(directory.resolve("events"))) {
            assertThat(events).isNotEmpty().allSatisfy(EmbeddedStoreTest::isPrivate);
          }
        });
  }

  private static void isPrivate(Path path) throws IOException {
    assertThat(Files.getPosixFilePermissions(path))
        .as(path.toString())
        .doesNotContain(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);
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
