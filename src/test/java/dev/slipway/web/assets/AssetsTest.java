package dev.slipway.web.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.web.path.PathPrefix;
import io.quarkus.runtime.LaunchMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All styles, modules and templates of the application. */
class AssetsTest {
  private static final Path RESOURCES = Path.of("src/main/resources/META-INF/resources");
  private static final Path TEMPLATES = Path.of("src/main/resources/templates");

  private static final Pattern FILE = Pattern.compile("[^\\s\"'`(]+\\.(?:css|js|svg)\\b");
  private static final Pattern NAMED_FILE = Pattern.compile("\\{asset:url\\('([^']+)'\\)\\}");
  private static final Pattern SCRIPT =
      Pattern.compile("<script [^>]*src=\"\\{asset:url\\('([^']+)'\\)\\}\"");
  private static final Pattern MEDIA = Pattern.compile("<(?:img|video|audio)\\b[^>]*>");
  private static final Pattern PLACEHOLDER = Pattern.compile(" src=\"\\{[^}\"]*placeholder\\}\"");
  private static final Pattern IMPORTED = Pattern.compile("(?:from|import) \"([^\"]+)\"");
  private static final Pattern LINKED = Pattern.compile("(?m)^// (\\S+\\.js)$");

  private final Assets assets = new Assets(new PathPrefix("/video"), LaunchMode.TEST);

  @ParameterizedTest
  @MethodSource("scripts")
  void scriptContainsTheModulesThatItImportsOnce(String script) {
    var linked =
        LINKED.matcher(linkedText(script)).results().map(module -> module.group(1)).toList();

    assertThat(linked).containsExactlyInAnyOrderElementsOf(graphOf(script));
    assertThat(linked).last().isEqualTo(script);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyModuleCanBeLinked(String module) {
    assertThat(linkedText(module)).doesNotContainPattern("(?m)^(import|export)\\b");
  }

  @Test
  void templatesNameOnlyFilesThatExistAndOnlyByHash() {
    for (var template : filesIn(TEMPLATES, ".html").toList()) {
      var text = read(template);
      assertThat(FILE.matcher(NAMED_FILE.matcher(text).replaceAll("")).results())
          .as("files without a hash in " + template)
          .isEmpty();
      NAMED_FILE.matcher(text).results().forEach(hit -> assets.address(hit.group(1)));
    }
  }

  /** Pictures and videos come from the store, which must not receive cookies. */
  @Test
  void picturesAndVideosAreLoadedWithoutCookies() {
    var media =
        filesIn(TEMPLATES, ".html")
            .flatMap(template -> MEDIA.matcher(read(template)).results())
            .map(MatchResult::group)
            // The data URL of a blurred poster, which is part of the page.
            .filter(tag -> !PLACEHOLDER.matcher(tag).find());

    assertThat(media)
        .isNotEmpty()
        .allSatisfy(tag -> assertThat(tag).contains(" crossorigin=\"anonymous\""));
  }

  /** An address relative to a style or a module would contain the hash of that file. */
  @Test
  void stylesAndModulesReferToNoStylesOrImages() {
    var files = Stream.concat(filesIn(RESOURCES, ".css"), filesIn(RESOURCES, ".js"));

    assertThat(files)
        .isNotEmpty()
        .allSatisfy(file -> assertThat(read(file)).doesNotContainPattern("url\\(|@import|\\.svg"));
  }

  @Test
  void addressChangesWithTheContentOnly() {
    var again = new Assets(new PathPrefix(""), LaunchMode.TEST);

    assertThat(assets.address("web/base.css")).matches("/video/assets/[0-9a-f]{16}/web/base.css");
    assertThat("/video" + again.address("web/page.js")).isEqualTo(assets.address("web/page.js"));
    var hashes = Stream.of("one", "two").map(text -> text.getBytes(StandardCharsets.UTF_8));
    assertThat(hashes.map(content -> new Asset("web/base.css", content).hash()))
        .doesNotHaveDuplicates();
  }

  @Test
  void rejectsAFileThatDoesNotExist() {
    assertThatThrownBy(() -> assets.address("web/missing.css"))
        .hasMessageContaining("no file web/missing.css");
  }

  static List<String> scripts() {
    return filesIn(TEMPLATES, ".html")
        .flatMap(template -> SCRIPT.matcher(read(template)).results())
        .map(script -> script.group(1))
        .distinct()
        .toList();
  }

  static List<String> modules() {
    return filesIn(RESOURCES, ".js").map(file -> RESOURCES.relativize(file).toString()).toList();
  }

  private String linkedText(String module) {
    var asset = assets.find(module, true).orElseThrow();
    return new String(asset.body(ContentCoding.IDENTITY), StandardCharsets.UTF_8);
  }

  private static Set<String> graphOf(String script) {
    var graph = new TreeSet<String>();
    addImports(RESOURCES.resolve(script), graph);
    return graph;
  }

  private static void addImports(Path module, Set<String> graph) {
    if (graph.add(RESOURCES.relativize(module).toString())) {
      IMPORTED
          .matcher(read(module))
          .results()
          .forEach(hit -> addImports(module.resolveSibling(hit.group(1)).normalize(), graph));
    }
  }

  private static Stream<Path> filesIn(Path folder, String ending) {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
