package dev.slipway.web.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.ApplicationClasses;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathPrefixTest {
  private static final java.nio.file.Path TEMPLATES =
      java.nio.file.Path.of("src/main/resources/templates");
  private static final java.nio.file.Path RESOURCES =
      java.nio.file.Path.of("src/main/resources/META-INF/resources");

  private static final Pattern ABSOLUTE_ADDRESS = Pattern.compile("(?:href|src|action)=\"/.*");
  private static final Pattern OWN_ADDRESS =
      Pattern.compile("[\"'`(]/(?:" + String.join("|", PathPrefix.RESERVED_SEGMENTS) + ")\\b.*");

  @Test
  void isEmptyWhenNotConfigured() {
    var none = new PathPrefix(Optional::empty);

    assertThat(none.isEmpty()).isTrue();
    assertThat(none.addTo("/videos")).isEqualTo("/videos");
    assertThat(none.removeFrom("/videos")).isEqualTo("/videos");
  }

  @Test
  void isAddedAndRemoved() {
    var prefix = new PathPrefix("/tools/video");

    assertThat(prefix.addTo("/videos")).isEqualTo("/tools/video/videos");
    assertThat(prefix.removeFrom("/tools/video/videos")).isEqualTo("/videos");
    assertThat(prefix.removeFrom("/tools/video/")).isEqualTo("/");
    for (var other : List.of("/videos", "/tools/videos", "/tools/video", "/tools", "")) {
      assertThat(prefix.removeFrom(other)).isEqualTo(other);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/video", "/a/b/c", "/~me/video-1.2_x", "/.well", "/apis"})
  void acceptsPaths(String prefix) {
    assertThat(new PathPrefix(prefix)).hasToString(prefix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "video",
        "/video/",
        "//video",
        "/a//b",
        "/../video",
        "/video/..",
        "/./video",
        "/video?x",
        "/vidéo",
        "/vi%64eo",
        "/vi deo",
        "https://tools.example/video",
        "/\"onload="
      })
  void rejectsInvalidPaths(String prefix) {
    assertThatThrownBy(() -> new PathPrefix(prefix))
        .hasMessageContaining("SLIPWAY_PATH_PREFIX must be a path such as /video");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/videos", "/notifications", "/api/video", "/q"})
  void rejectsReservedSegments(String prefix) {
    assertThatThrownBy(() -> new PathPrefix(prefix)).hasMessageContaining("Choose another name");
  }

  @Test
  void reservesEveryFirstSegmentInUse() throws IOException {
    try (var folders = Files.list(RESOURCES)) {
      var own = Stream.concat(endpointPaths(), folders.map(folder -> "/" + folder.getFileName()));

      assertThat(own.map(path -> path.split("/")).filter(path -> path.length > 1))
          .isNotEmpty()
          .allSatisfy(path -> assertThat(PathPrefix.RESERVED_SEGMENTS).contains(path[1]));
    }
  }

  @Test
  void isUsedByEveryPageAndModule() throws IOException {
    assertThat(findMatches(TEMPLATES, ".html", ABSOLUTE_ADDRESS)).isEmpty();
    // These two put the application's address before each path.
    assertThat(findMatches(RESOURCES, ".js", OWN_ADDRESS))
        .isNotEmpty()
        .allMatch(
            address ->
                address.contains("uploads/client/api.js")
                    || address.contains("experiments/ownUrls.js"));
    assertThat(findMatches(RESOURCES, ".css", OWN_ADDRESS)).isEmpty();
  }

  private static Stream<String> endpointPaths() {
    return ApplicationClasses.ALL.stream()
        .filter(type -> type.isAnnotatedWith(Path.class))
        .map(type -> type.reflect())
        .flatMap(
            type ->
                Arrays.stream(type.getDeclaredMethods())
                    .map(method -> "/" + path(type) + "/" + path(method)))
        .map(path -> path.replaceAll("/+", "/"));
  }

  private static String path(AnnotatedElement element) {
    var path = element.getAnnotation(Path.class);
    return path == null ? "" : path.value();
  }

  private static List<String> findMatches(java.nio.file.Path folder, String ending, Pattern pattern)
      throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .flatMap(file -> matchesIn(file, pattern))
          .toList();
    }
  }

  private static Stream<String> matchesIn(java.nio.file.Path file, Pattern pattern) {
    try {
      return pattern
          .matcher(Files.readString(file))
          .results()
          .map(hit -> file + ": " + hit.group());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
