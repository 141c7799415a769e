package dev.slipway.deploy;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods are restricted, get valid settings, and are probed at the right port. */
@ParameterizedClass
@MethodSource("dev.slipway.deploy.Manifests#sets")
class KubernetesPodsTest {
  private static final Path COMPOSE = Path.of("docker-compose.yml");
  private static final Path PROPERTIES = Path.of("src/main/resources/application.properties");
  private static final Pattern IMAGE = Pattern.compile("image: (?:&\\S+ )?\\$\\{\\w+:-([^}]+)\\}");

  /** PostgreSQL's default of 100 connections, minus 3 that are reserved for superusers. */
  private static final int MAX_CONNECTIONS = 97;

  /** As many as docs/kubernetes.md allows without another limit of PostgreSQL. */
  private static final int MAX_WORKERS = 3;

  /** Terminating pods that may still hold their connections. */
  private static final int TERMINATING_PODS = 2;

  private static final Set<String> HEALTH_PATHS =
      Set.of("/q/health/started", "/q/health/live", "/q/health/ready");

  @Parameter List<Manifest> manifests;

  @Test
  void runWithLeastPrivilege() {
    assertThat(pods())
        .isNotEmpty()
        .allSatisfy(
            manifest -> {
              var security = manifest.pod().path("securityContext");
              assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
              assertThat(security.path("runAsUser").asInt()).isPositive();
              assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
              assertThat(manifest.pod().path("automountServiceAccountToken").asBoolean(true))
                  .isFalse();
              assertThat(manifest.pod().path("enableServiceLinks").asBoolean(true)).isFalse();
              assertThat(manifest.containers())
                  .isNotEmpty()
                  .allSatisfy(KubernetesPodsTest::assertLeastPrivilege);
            });
  }

  @Test
  void haveResourceRequestsAndLimits() {
    assertThat(containers())
        .extracting(container -> container.path("resources"))
        .isNotEmpty()
        .allMatch(
            resources ->
                resources.path("limits").has("memory") && resources.path("limits").has("cpu"))
        .allMatch(resources -> resources.path("requests").has("cpu"))
        .allMatch(resources -> resources.path("requests").has("memory"));
  }

  /** Otherwise a node takes more pods than its disk has space for, and evicts them. */
  @Test
  void requestTheSpaceOfTheirTemporaryFiles() {
    for (var manifest : List.of(deployment(), worker())) {
      var limit =
          Manifest.each(manifest.pod().path("volumes"))
              .filter(volume -> volume.path("name").asText().equals("temporary"))
              .map(volume -> volume.at("/emptyDir/sizeLimit").asText())
              .findFirst()
              .orElseThrow();
      var requests = manifest.containers().findFirst().get().at("/resources/requests");
      assertThat(requests.path("ephemeral-storage").asText()).as(manifest.name()).isEqualTo(limit);
    }
  }

  @Test
  void useTheImagesOfTheComposeFile() throws IOException {
    var known =
        IMAGE
            .matcher(Files.readString(COMPOSE))
            .results()
            .map(match -> match.group(1))
            .collect(toSet());

    assertThat(containers())
        .extracting(container -> container.path("image").asText())
        // Each installation chooses its own registry for the application's image.
        .map(image -> image.replaceFirst("^registry\\.example/slipway:.+", "slipway:latest"))
        .isNotEmpty()
        .allMatch(known::contains);
  }

  @Test
  void getOnlyKnownSettings() throws IOException {
    var known = Setting.known();

    assertThat(settings().filter(Setting::isOfTheApplication))
        .hasSizeGreaterThan(10)
        // Settings of the set-up job, which docs/deploy.md lists.
        .filteredOn(setting -> !setting.name().startsWith("SLIPWAY_STORE_ROOT_"))
        .isNotEmpty()
        .allSatisfy(setting -> assertThat(known).contains(setting.name()));
  }

  @Test
  void getSecretsOnlyAsFiles() {
    assertThat(settings().filter(Setting::isSecret))
        .isNotEmpty()
        .filteredOn(setting -> !setting.value().equals("unused"))
        .isNotEmpty()
        .allSatisfy(
            setting -> {
              assertThat(setting.name()).endsWith("_FILE");
              assertThat(setting.value()).startsWith("/secrets/");
            });
    assertThat(containers())
        .isNotEmpty()
        .noneMatch(container -> !container.findParents("secretKeyRef").isEmpty())
        .noneMatch(container -> !container.findParents("secretRef").isEmpty());
  }

  @Test
  void areProbedAtDeclaredPorts() {
    assertThat(containers())
        .isNotEmpty()
        .allSatisfy(KubernetesPodsTest::assertProbesUseDeclaredPorts);
    // Jobs have no probes, and the demo's database has none over HTTP.
    assertThat(application().findValues("httpGet")).hasSize(HEALTH_PATHS.size());
  }

  @Test
  void areProbedForHealthAtTheManagementPort() throws IOException {
    var probes =
        Stream.of("startupProbe", "livenessProbe", "readinessProbe")
            .map(probe -> application().path(probe).path("httpGet"))
            .toList();

    assertThat(probes)
        .extracting(probe -> probe.path("path").asText())
        .hasSameElementsAs(HEALTH_PATHS);
    assertThat(probes)
        .hasSize(HEALTH_PATHS.size())
        .allMatch(probe -> probe.path("port").asText().equals("management"));
    assertThat(Manifest.each(application().path("ports")))
        .filteredOn(port -> port.path("name").asText().equals("management"))
        .extracting(port -> port.path("containerPort").asText())
        .containsExactly(property("quarkus.management.port"));
  }

  @Test
  void terminateAfterTheirRequests() throws IOException {
    var preStopSeconds = application().at("/lifecycle/preStop/sleep/seconds").asLong();
    var inFlight = Duration.parse("PT" + property("quarkus.shutdown.timeout")).toSeconds();

    assertThat(preStopSeconds).isPositive();
    assertThat(deployment().pod().path("terminationGracePeriodSeconds").asLong())
        .isGreaterThanOrEqualTo(preStopSeconds + 3 * inFlight);
  }

  @Test
  void allReplicasTogetherStayBelowTheConnectionLimit() {
    var maxReplicas =
        manifests.stream()
            .filter(manifest -> manifest.is("HorizontalPodAutoscaler", "slipway"))
            .mapToInt(manifest -> manifest.at("/spec/maxReplicas").asInt())
            .findFirst()
            .orElse(1);
    var maxSurge = deployment().at("/spec/strategy/rollingUpdate/maxSurge").asInt();
    var poolSize =
        settings()
            .filter(setting -> setting.name().equals("QUARKUS_DATASOURCE_JDBC_MAX_SIZE"))
            .mapToInt(setting -> Integer.parseInt(setting.value()))
            .max()
            .orElseThrow();

    // Each pod has one connection for health besides its pool, and terminating pods keep theirs.
    assertThat(
            (maxReplicas + maxSurge + TERMINATING_PODS) * (poolSize + 1)
                + MAX_WORKERS * (workerPoolSize() + 1))
        .isLessThan(MAX_CONNECTIONS);
    assertThat(worker().at("/spec/replicas").asInt(1)).isLessThanOrEqualTo(MAX_WORKERS);
    assertThat(worker().at("/spec/strategy/type").asText()).isEqualTo("Recreate");
    assertThat(deployment().at("/spec").has("replicas")).isFalse();
  }

  /** Two runs of ffprobe must not end the JVM. */
  @Test
  void leaveMemoryForFfprobeInWorkers() {
    var worker = worker().containers().findFirst().get();

    assertThat(worker.at("/resources/limits/memory").asText()).isEqualTo("2Gi");
    assertThat(Manifest.each(worker.path("env")))
        .filteredOn(setting -> setting.path("name").asText().equals("JDK_JAVA_OPTIONS"))
        .extracting(setting -> setting.path("value").asText())
        .containsExactly("-Xmx320m");
  }

  private int workerPoolSize() {
    return Manifest.each(worker().containers().findFirst().get().path("env"))
        .filter(setting -> setting.path("name").asText().equals("QUARKUS_DATASOURCE_JDBC_MAX_SIZE"))
        .mapToInt(setting -> setting.path("value").asInt())
        .findFirst()
        .orElseThrow();
  }

  private static void assertLeastPrivilege(JsonNode container) {
    var security = container.path("securityContext");
    assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    assertThat(security.path("capabilities").has("add")).isFalse();
    assertThat(security.has("privileged")).isFalse();
  }

  private static void assertProbesUseDeclaredPorts(JsonNode container) {
    var ports =
        Manifest.each(container.path("ports"))
            .map(port -> port.path("name").asText())
            .collect(toSet());
    assertThat(container.findValues("httpGet"))
        .allMatch(probe -> ports.contains(probe.path("port").asText()));
  }

  private Manifest deployment() {
    return manifests.stream()
        .filter(manifest -> manifest.is("Deployment", "slipway"))
        .findFirst()
        .get();
  }

  /** It starts programs on the files of strangers. */
  @Test
  void workerHasFewSecretsAndNoPublicPort() {
    assertThat(worker().root().findValues("secret"))
        .extracting(secret -> secret.path("name").asText().replaceFirst("-[^-]{10}$", ""))
        .containsExactlyInAnyOrder("slipway-database", "slipway-store");
    assertThat(Manifest.each(worker().containers().findFirst().get().path("ports")))
        .extracting(port -> port.path("name").asText())
        .containsExactly("management");
    assertThat(roleOf(worker())).isEqualTo("worker");
    assertThat(roleOf(deployment())).isEqualTo("web");
  }

  private static String roleOf(Manifest deployment) {
    return Manifest.each(deployment.containers().findFirst().get().path("env"))
        .filter(variable -> variable.path("name").asText().equals("SLIPWAY_ROLE"))
        .map(variable -> variable.path("value").asText())
        .findFirst()
        .orElse("");
  }

  private Manifest worker() {
    return manifests.stream()
        .filter(manifest -> manifest.is("Deployment", "slipway-worker"))
        .findFirst()
        .get();
  }

  private JsonNode application() {
    return deployment().containers().findFirst().get();
  }

  private List<Manifest> pods() {
    return manifests.stream().filter(Manifest::hasPods).toList();
  }

  private List<JsonNode> containers() {
    return pods().stream().flatMap(Manifest::containers).toList();
  }

  private Stream<Setting> settings() {
    return manifests.stream().flatMap(Setting::of);
  }

  private static String property(String name) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(PROPERTIES)) {
      properties.load(reader);
    }
    return properties.getProperty(name);
  }
}
