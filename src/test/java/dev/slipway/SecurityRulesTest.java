package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.slipway.testing.ApplicationClasses;
import dev.slipway.testing.Asvs;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules about the source code that a search can prove. */
class SecurityRulesTest {
  private static final Path PAGES = Path.of("src/main/resources/templates");
  private static final Path MODULES = Path.of("src/main/resources/META-INF/resources");

  /** Template expressions that aren't escaped; each is text that the server composed. */
  private static final List<String> UNESCAPED = List.of("{scenario.query.raw}");

  @Asvs("1.2.4")
  @Test
  void statementsOfTheDatabaseHaveParameters() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage("..slipway.embedded..")
        .and()
        // Its text is constant: session settings for migrations.
        .haveNameNotMatching("dev\\.slipway\\.web\\.MigrationSettings(?:\\$.*)?")
        .should()
        .callMethod(Connection.class, "createStatement")
        .check(ApplicationClasses.ALL);
  }

  @Asvs("3.2.2")
  @Test
  void textEntersPagesAsText() throws IOException {
    assertThat(find(PAGES, ".html", "\\{[^}]*\\.raw\\b[^}]*}|\\|safe\\b")).isSubsetOf(UNESCAPED);
    assertThat(
            find(
                MODULES,
                ".js",
                "(inner|outer)HTML\\s*[+]?=[^=]|insertAdjacentHTML|document\\.write|\\beval\\(|new Function\\("))
        .isEmpty();
  }

  /** The policy forbids them too, but a page that relies on one would be broken. */
  @Asvs("3.4.3")
  @Test
  void pagesContainNoInlineScriptOrStyle() throws IOException {
    assertThat(
            find(
                PAGES,
                ".html",
                "<script(?![^>]* src=)(?![^>]*type=\"application/json\")[^>]*>|<style|\\son[a-z]+=|\\sstyle="))
        .isEmpty();
  }

  @Asvs("3.5.5")
  @Test
  void pagesAcceptNoMessagesOfOtherWindows() throws IOException {
    assertThat(find(MODULES, ".js", "window\\.(addEventListener\\(\"message\"|onmessage)"))
        .isEmpty();
    // A worker gets messages of the page that started it only.
    assertThat(filesWith("addEventListener\\(\"message\"|onmessage"))
        .allMatch(name -> name.endsWith("Worker.js") || name.equals("hasher.js"));
  }

  /** No response is a script, so none runs in the pages of other sites. */
  @Asvs({"3.5.6", "3.5.7"})
  @Test
  void noEndpointAnswersWithAScript() {
    var mediaTypes =
        ApplicationClasses.ALL.stream()
            .filter(type -> !type.isAnnotation())
            .flatMap(type -> Arrays.stream(type.reflect().getDeclaredMethods()))
            .flatMap(method -> Stream.ofNullable(method.getAnnotation(Produces.class)))
            .flatMap(produces -> Arrays.stream(produces.value()))
            .toList();

    assertThat(mediaTypes).isNotEmpty().noneMatch(type -> type.contains("script"));
  }

  @Asvs({"6.2.6", "6.2.7"})
  @Test
  void passwordFieldsAreHiddenAndAcceptPasting() throws IOException {
    assertThat(find(PAGES, ".html", "<input[^>]*name=\"[^\"]*[pP]assword\"[^>]*>"))
        .isNotEmpty()
        .allMatch(field -> field.contains("type=\"password\""))
        .allMatch(field -> field.contains("autocomplete="));
    assertThat(filesWith("\"paste\""))
        .as("modules that handle pasting")
        .allMatch(name -> !name.contains("password") && !name.contains("login"));
  }

  @Asvs("11.2.4")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.slipway.ingest.webhook.WebhookToken",
        "dev.slipway.storage.signing.SignatureVerifier"
      })
  void comparesSecretsInConstantTime(String type) {
    assertThat(ApplicationClasses.ALL.get(type).getMethodCallsFromSelf())
        .anyMatch(
            call ->
                call.getTargetOwner().isEquivalentTo(MessageDigest.class)
                    && call.getName().equals("isEqual"));
  }

  @Asvs({"7.2.3", "11.5.1"})
  @Test
  void onlySecureGeneratorsMakeIdsAndTokens() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage("..slipway.embedded..")
        .and()
        // Spreads the reconnections of browsers.
        .doNotHaveFullyQualifiedName("dev.slipway.catalogue.live.ChangeFeed")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ThreadLocalRandom.class)
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .callMethod(Math.class, "random")
        .check(ApplicationClasses.ALL);
    // It comes from a SecureRandom, and names a temporary file.
    ArchRuleDefinition.noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.slipway.uploads.multipart.Spool")
        .and()
        .resideOutsideOfPackage("..slipway.embedded..")
        .should()
        .callMethod(UUID.class, "randomUUID")
        .check(ApplicationClasses.ALL);
  }

  /** A dependency comes from Maven Central only, so nobody can publish one of the same name. */
  @Asvs("15.2.4")
  @Test
  void dependenciesComeFromOneRepository() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml")))
        .doesNotContain("<repository>", "<pluginRepository>", "<systemPath>");
  }

  private static List<String> find(Path root, String extension, String pattern) throws IOException {
    var regex = Pattern.compile(pattern);
    return sources(root, extension).values().stream()
        .flatMap(text -> regex.matcher(text).results().map(match -> match.group()))
        .toList();
  }

  private static List<String> filesWith(String pattern) throws IOException {
    var regex = Pattern.compile(pattern);
    return sources(MODULES, ".js").entrySet().stream()
        .filter(file -> regex.matcher(file.getValue()).find())
        .map(file -> file.getKey().getFileName().toString())
        .toList();
  }

  private static Map<Path, String> sources(Path root, String extension) throws IOException {
    var texts = new TreeMap<Path, String>();
    try (var files = Files.walk(root)) {
      for (var file : files.filter(path -> path.toString().endsWith(extension)).toList()) {
        texts.put(file, Files.readString(file));
      }
    }
    assertThat(texts).isNotEmpty();
    return texts;
  }
}
