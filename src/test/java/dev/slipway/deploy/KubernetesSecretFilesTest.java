package dev.slipway.deploy;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings of pods name only files that the Secrets of the same pod contain. */
@ParameterizedClass
@MethodSource("dev.slipway.deploy.Manifests#sets")
class KubernetesSecretFilesTest {
  private static final Path DOCS = Path.of("docs/kubernetes.md");
  private static final String APPLICATION_SETTINGS = "slipway-application-settings";
  private static final Pattern FROM_FILE = Pattern.compile("--from-file=(\\S+)");

  /** A row of the table in the guide: key, setting and path. */
  private static final Pattern LINE_OF_THE_APPLICATION =
      Pattern.compile("\\| `([a-z-]+)` \\| `([A-Z_]+_FILE)=([^`]+)` \\|");

  @Parameter List<Manifest> manifests;

  /** A process does not start if a file that a setting names is missing. */
  @Test
  void haveEveryFileThatTheirSettingsName() throws IOException {
    var commands = Files.readString(DOCS);
    for (var manifest : pods()) {
      for (var container : manifest.containers().toList()) {
        assertThat(fileSettings(container))
            .as(manifest.toString())
            .allSatisfy(
                setting ->
                    assertThat(filesIn(manifest, container, commands)).contains(setting.value()));
      }
    }
    assertThat(
            pods().stream()
                .filter(manifest -> manifest.is("Deployment", "slipway"))
                .flatMap(Manifest::containers)
                .flatMap(container -> fileSettings(container).stream()))
        .hasSizeGreaterThan(5);
  }

  /** So a setting there may name a file that workers don't have. */
  @Test
  void giveOnlyTheApplicationItsOwnSettings() throws IOException {
    assertThat(pods())
        .filteredOn(
            manifest ->
                manifest
                    .containers()
                    .flatMap(KubernetesSecretFilesTest::configMaps)
                    .anyMatch(APPLICATION_SETTINGS::equals))
        .extracting(Manifest::name)
        .containsExactly("slipway");
    var inGuide = LINE_OF_THE_APPLICATION.matcher(Files.readString(DOCS)).results().toList();
    assertThat(inGuide)
        .hasSize(4)
        .allSatisfy(
            line -> {
              assertThat(Setting.known()).contains(line.group(2));
              assertThat(line.group(3)).isEqualTo("/secrets/" + line.group(1));
            });
  }

  /** The settings of a container that name files, also those from ConfigMaps. */
  private List<Setting> fileSettings(JsonNode container) {
    var maps = configMaps(container).collect(toSet());
    var fromMaps =
        manifests.stream()
            .filter(manifest -> manifest.kind().equals("ConfigMap"))
            .filter(manifest -> maps.contains(withoutHash(manifest.name())))
            .flatMap(Setting::of);
    var ownVariables =
        Manifest.each(container.path("env"))
            .map(
                entry ->
                    new Setting("", entry.path("name").asText(), entry.path("value").asText()));
    return Stream.concat(fromMaps, ownVariables)
        .filter(setting -> setting.isOfTheApplication() && setting.name().endsWith("_FILE"))
        // Only the overlay of the demo has the Secret of the set-up job.
        .filter(setting -> !setting.name().startsWith("SLIPWAY_STORE_ROOT_"))
        .toList();
  }

  /**
   * The paths of the secrets in a container. The demo generates its Secrets; for others, the guide
   * has the command that creates them.
   */
  private Set<String> filesIn(Manifest manifest, JsonNode container, String guide) {
    return Manifest.each(container.path("volumeMounts"))
        .flatMap(
            mount ->
                Manifest.each(manifest.pod().path("volumes"))
                    .filter(volume -> volume.path("name").equals(mount.path("name")))
                    .flatMap(KubernetesSecretFilesTest::secretsOf)
                    .flatMap(secret -> keysOf(secret, guide))
                    .map(key -> mount.path("mountPath").asText() + "/" + key))
        .collect(toSet());
  }

  private Stream<String> keysOf(String secret, String guide) {
    var generated =
        manifests.stream()
            .filter(manifest -> manifest.kind().equals("Secret"))
            .filter(manifest -> withoutHash(manifest.name()).equals(secret))
            .flatMap(manifest -> manifest.at("/data").properties().stream())
            .map(Map.Entry::getKey);
    var created =
        guide
            .lines()
            .filter(line -> line.contains("create secret generic " + secret + " "))
            .flatMap(line -> FROM_FILE.matcher(line).results())
            .map(match -> match.group(1));
    return Stream.concat(generated, created);
  }

  private static Stream<String> secretsOf(JsonNode volume) {
    var single = volume.at("/secret/secretName");
    var projected =
        Manifest.each(volume.at("/projected/sources")).map(source -> source.at("/secret/name"));
    return Stream.concat(Stream.of(single), projected)
        .map(JsonNode::asText)
        .filter(name -> !name.isEmpty())
        .map(KubernetesSecretFilesTest::withoutHash);
  }

  private static Stream<String> configMaps(JsonNode container) {
    return Manifest.each(container.path("envFrom"))
        .map(source -> withoutHash(source.at("/configMapRef/name").asText()));
  }

  /** Kustomize adds a hash of the content to each name that it generates. */
  private static String withoutHash(String name) {
    return name.replaceFirst("-[a-z0-9]{10}$", "");
  }

  private List<Manifest> pods() {
    return manifests.stream().filter(Manifest::hasPods).toList();
  }
}
