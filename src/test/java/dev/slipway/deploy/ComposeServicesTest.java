package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The services of the compose file, as somebody meets them who starts it for the first time. */
class ComposeServicesTest {
  /** The volumes that images declare; Docker creates an anonymous one where nothing is mounted. */
  private static final Map<String, List<String>> DECLARED_VOLUMES =
      Map.of(
          "SLIPWAY_POSTGRES_IMAGE", List.of("/var/lib/postgresql"),
          "SLIPWAY_STORE_IMAGE", List.of("/data"),
          "SLIPWAY_KAFKA_IMAGE",
              List.of("/var/lib/kafka/data", "/etc/kafka/secrets", "/mnt/shared/config"),
          "SLIPWAY_PROMETHEUS_IMAGE", List.of("/prometheus"));

  /** Their output on a terminal is for people, or says why the start failed. */
  private static final List<String> SHOWN =
      List.of(
          "secrets",
          "database",
          "setup",
          "app",
          "ready",
          "lab",
          "lab-ready",
          "second-setup",
          "second-app");

  private static final String LAB = "http://localhost:${SLIPWAY_LAB_PORT:-8085}";

  private JsonNode services;

  @BeforeEach
  void read() throws IOException {
    var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    Object file = yaml.load(Files.readString(Path.of("docker-compose.yml")));
    services = new ObjectMapper().valueToTree(file).path("services");
  }

  @Test
  void areBuiltAndNotPulledByDefault() {
    assertThat(services)
        .filteredOn(service -> service.has("build"))
        .hasSize(3)
        .allSatisfy(
            service ->
                assertThat(service.path("pull_policy").asText())
                    .isEqualTo("${SLIPWAY_PULL_POLICY:-never}"));
  }

  @Test
  void leaveNoAnonymousVolumes() {
    DECLARED_VOLUMES.forEach(
        (image, paths) ->
            assertThat(services)
                .filteredOn(service -> service.path("image").asText().contains(image))
                .isNotEmpty()
                .allSatisfy(
                    service -> assertThat(mountPoints(service)).as(image).containsAll(paths)));
  }

  @Test
  void showOnlyOutputForPeople() {
    var shown =
        services.properties().stream()
            .filter(service -> service.getValue().path("attach").asBoolean(true))
            .map(Map.Entry::getKey);

    assertThat(shown).hasSameElementsAs(SHOWN);
  }

  @Test
  void lastOneSaysWhatToOpen() {
    var ready = services.path("ready");

    assertThat(services)
        .extracting(service -> service.path("depends_on"))
        .noneMatch(dependencies -> dependencies.has("ready"));
    assertThat(ready.at("/depends_on/proxy/condition").asText()).isEqualTo("service_healthy");
    assertThat(services.at("/proxy/depends_on/app/condition").asText())
        .isEqualTo("service_healthy");
    assertThat(ready.at("/command/0").asText())
        .contains("http://localhost:${SLIPWAY_PORT:-8080}", "secrets show");
  }

  @Test
  void tellTheApplicationHowTheStoreIsSet() {
    var store = services.at("/store/environment");
    var app = services.at("/app/environment");

    assertThat(app.path("SLIPWAY_STORE_PART_RETENTION").asText())
        .isNotEmpty()
        .isEqualTo(store.path("MINIO_API_STALE_UPLOADS_EXPIRY").asText());
    assertThat(app.path("SLIPWAY_NOTIFICATIONS_DURABLE").asText())
        .isEqualTo("on")
        .isEqualTo(store.path("MINIO_API_SYNC_EVENTS").asText());
    assertThat(store.path("MINIO_NOTIFY_WEBHOOK_QUEUE_DIR_SLIPWAY").asText()).isNotEmpty();
    assertThat(app.path("SLIPWAY_DOCTOR_ORIGIN").asText())
        .isNotEmpty()
        .isEqualTo(store.path("MINIO_API_CORS_ALLOW_ORIGIN").asText());
  }

  @Test
  void publishOperationsOnLoopbackOnly() throws IOException {
    assertThat(services.at("/proxy/ports"))
        .extracting(JsonNode::asText)
        .contains("127.0.0.1:${SLIPWAY_OPERATIONS_PORT:-8081}:8081");
    assertThat(Files.readString(Path.of("deploy/compose/Caddyfile")))
        .contains("host localhost 127.0.0.1", "path /q/health /q/health/* /q/openapi\n");
  }

  /** A profile can't change a service without a profile, so the lab is a service of its own. */
  @Test
  void haveDemoAccountsOnlyInTheProfileOfTheLab() {
    var lab = services.path("lab");

    assertThat(Manifest.each(lab.path("profiles")).map(JsonNode::asText)).containsExactly("lab");
    assertThat(lab.at("/environment/SLIPWAY_DEMO_ACCOUNTS").asText()).isEqualTo("true");
    assertThat(lab.at("/environment/SLIPWAY_LAB_ENABLED").asText()).isEqualTo("true");
    assertThat(services)
        .filteredOn(service -> service != lab && service.has("build"))
        .extracting(service -> service.at("/environment/SLIPWAY_DEMO_ACCOUNTS").asText())
        .containsOnly("${SLIPWAY_DEMO_ACCOUNTS:-false}");
  }

  /** Apart from that, the lab is a replica of the application. */
  @Test
  void runTheLabAsAReplica() {
    var app = services.at("/app/environment");
    var lab = services.at("/lab/environment");
    var different =
        lab.properties().stream()
            .filter(setting -> !setting.getValue().equals(app.path(setting.getKey())))
            .map(Map.Entry::getKey);

    assertThat(lab.properties()).hasSameSizeAs(app.properties());
    assertThat(different)
        .containsExactlyInAnyOrder(
            "SLIPWAY_DEMO_ACCOUNTS",
            "SLIPWAY_LAB_ENABLED",
            "SLIPWAY_DOCTOR_ORIGIN",
            "SLIPWAY_PATH_PREFIX",
            "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING",
            "QUARKUS_HTTP_PROXY_ENABLE_FORWARDED_HOST");
  }

  /** Its passwords are published, and its pages send the files to the same store. */
  @Test
  void letBrowsersReachTheLabOnLoopbackOnly() {
    assertThat(services.at("/lab/ports"))
        .extracting(JsonNode::asText)
        .containsExactly("127.0.0.1:${SLIPWAY_LAB_PORT:-8085}:8080");
    assertThat(services.at("/store/environment/MINIO_API_CORS_ALLOW_ORIGIN").asText())
        .contains(LAB);
    assertThat(services.at("/lab/environment/SLIPWAY_DOCTOR_ORIGIN").asText()).isEqualTo(LAB);
    assertThat(services.at("/lab-ready/command/0").asText()).contains(LAB + "/lab", "creator-demo");
    assertThat(services.at("/lab-ready/depends_on/lab/condition").asText())
        .isEqualTo("service_healthy");
  }

  /** The application waits for the job that creates its user and database. */
  @Test
  void waitForTheDatabaseJob() {
    assertThat(services)
        .filteredOn(service -> service.has("build"))
        .isNotEmpty()
        .allSatisfy(
            service ->
                assertThat(service.at("/depends_on/database/condition").asText())
                    .isEqualTo("service_completed_successfully"));
  }

  private static List<String> mountPoints(JsonNode service) {
    var volumes =
        Manifest.each(service.path("volumes")).map(volume -> volume.asText().split(":")[1]);
    var tmpfs = Manifest.each(service.path("tmpfs")).map(mount -> mount.asText().split(":")[0]);
    return Stream.concat(volumes, tmpfs).toList();
  }
}
