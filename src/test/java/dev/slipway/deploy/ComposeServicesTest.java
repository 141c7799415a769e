package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.testing.Asvs;
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
          "lab-setup",
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
        .hasSize(5)
        .allSatisfy(
            service ->
                assertThat(service.path("pull_policy").asText())
                    .isEqualTo("${SLIPWAY_PULL_POLICY:-never}"));
  }

  /** A start may migrate for minutes, and {@code up} ends if a service becomes unhealthy. */
  @Test
  void stayHealthyDuringAMigration() {
    assertThat(services)
        .filteredOn(ComposeServicesTest::isApplication)
        .hasSize(4)
        .allSatisfy(
            service ->
                assertThat(service.at("/healthcheck/start_period").asText()).isEqualTo("30m"));
    assertThat(services.at("/store/healthcheck/start_period").asText()).isEqualTo("5m");
  }

  @Test
  void haveLimitsOfMemoryAndProcesses() {
    assertThat(services.properties())
        .filteredOn(service -> service.getValue().has("restart"))
        // One sleeps, the other is for comparisons only.
        .filteredOn(service -> !List.of("lab-processes", "second-store").contains(service.getKey()))
        .hasSizeGreaterThan(8)
        .allSatisfy(
            service ->
                assertThat(service.getValue().has("mem_limit")).as(service.getKey()).isTrue());
    assertThat(services.at("/app/pids_limit").asInt()).isPositive();
    assertThat(services.at("/worker/pids_limit").asInt()).isPositive();
    assertThat(services.at("/worker/cpu_shares").asInt())
        .as("less than the default of the others")
        .isBetween(1, 1023);
  }

  /** The same secrets as the application's, on ports without TLS. */
  @Test
  void publishTheSecondStoreOnLoopbackOnly() {
    for (var service : List.of("second-store", "second-app")) {
      assertThat(services.at("/" + service + "/ports"))
          .extracting(JsonNode::asText)
          .singleElement()
          .asString()
          .startsWith("127.0.0.1:");
    }
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
        .isEqualTo("${SLIPWAY_STORE_SYNC_EVENTS:-on}")
        .isEqualTo(store.path("MINIO_API_SYNC_EVENTS").asText());
    assertThat(store.path("MINIO_NOTIFY_WEBHOOK_QUEUE_DIR_SLIPWAY").asText()).isNotEmpty();
    assertThat(app.path("SLIPWAY_DOCTOR_ORIGIN").asText())
        .isNotEmpty()
        .isEqualTo(store.path("MINIO_API_CORS_ALLOW_ORIGIN").asText());
  }

  @Test
  void sendEventsDirectlyOnlyIfAsked() {
    var store = services.at("/store/environment");

    assertThat(store.path("MINIO_NOTIFY_WEBHOOK_ENABLE_SLIPWAYDIRECT").asText())
        .isEqualTo("${SLIPWAY_STORE_DIRECT_EVENTS:-off}");
    assertThat(store.path("MINIO_NOTIFY_WEBHOOK_ENDPOINT_SLIPWAYDIRECT").asText())
        .isNotEmpty()
        .isEqualTo(store.path("MINIO_NOTIFY_WEBHOOK_ENDPOINT_SLIPWAY").asText());
    assertThat(store.has("MINIO_NOTIFY_WEBHOOK_QUEUE_DIR_SLIPWAYDIRECT")).isFalse();
    assertThat(services.at("/setup/environment/SLIPWAY_STORE_DIRECT_EVENTS"))
        .as("the set-up job must agree, because the store refuses targets that are off")
        .isEqualTo(store.path("MINIO_NOTIFY_WEBHOOK_ENABLE_SLIPWAYDIRECT"));
  }

  @Test
  @Asvs("13.4.5")
  void publishOperationsOnLoopbackOnly() throws IOException {
    assertThat(services.at("/proxy/ports"))
        .extracting(JsonNode::asText)
        .contains("127.0.0.1:${SLIPWAY_OPERATIONS_PORT:-8081}:8081");
    assertThat(Files.readString(Path.of("deploy/compose/Caddyfile")))
        .contains("host localhost 127.0.0.1", "path /q/health /q/health/* /q/openapi\n");
  }

  /** It starts programs on the files of strangers. */
  @Test
  @Asvs("15.2.5")
  void giveTheWorkerNoRouteButToDatabaseAndStore() throws IOException {
    var worker = services.path("worker");

    assertThat(worker.at("/environment/SLIPWAY_ROLE").asText()).isEqualTo("worker");
    assertThat(services.at("/app/environment/SLIPWAY_ROLE").asText()).isEqualTo("web");
    assertThat(Manifest.each(worker.path("networks")).map(JsonNode::asText))
        .containsExactly("media");
    assertThat(worker.has("ports")).isFalse();
    assertThat(
            services.properties().stream()
                .filter(
                    service ->
                        Manifest.each(service.getValue().path("networks"))
                            .anyMatch(network -> network.asText().equals("media")))
                .map(Map.Entry::getKey))
        .containsExactlyInAnyOrder("worker", "postgres", "store", "prometheus");
    assertThat(Files.readString(Path.of("docker-compose.yml"))).contains("media: {internal: true}");
  }

  /** A file that takes over ffprobe reaches what its worker has. */
  @Test
  @Asvs("15.2.5")
  void giveTheWorkerNoSecretsButThoseOfDatabaseAndStore() {
    var worker = services.path("worker");

    assertThat(worker.path("volumes"))
        .extracting(JsonNode::asText)
        .containsExactly("worker-secrets:/secrets:ro", "worker-temporary:/tmp");
    assertThat(services.at("/secrets/volumes"))
        .extracting(JsonNode::asText)
        .contains("worker-secrets:/secrets/worker");
    assertThat(names(worker.path("environment")))
        .filteredOn(name -> name.endsWith("_FILE"))
        .containsExactlyInAnyOrder(
            "QUARKUS_DATASOURCE_PASSWORD_FILE",
            "SLIPWAY_STORE_ACCESS_KEY_FILE",
            "SLIPWAY_STORE_SECRET_KEY_FILE");
    assertThat(names(worker.path("environment")))
        .noneMatch(name -> name.matches("SLIPWAY_(METADATA|NOTIFICATIONS|DEMO|LAB|ADMIN|SFTP)_.*"));
  }

  /** They reach the same verdict about the first bytes of a file, and about a job. */
  @Test
  void giveApplicationAndWorkerTheSettingsOfMediaJobs() {
    for (var service : List.of("app", "worker")) {
      assertThat(names(services.at("/" + service + "/environment")))
          .as(service)
          .contains(
              "SLIPWAY_PROCESSING_ENABLED",
              "SLIPWAY_PROCESSING_WORKERS",
              "SLIPWAY_REJECTED_KEEP",
              "SLIPWAY_SCAN_ADDRESS",
              "SLIPWAY_MEDIA_PROBE_MEMORY",
              "SLIPWAY_RENDITIONS_ENABLED",
              "SLIPWAY_RENDITIONS_MEMORY");
    }
    // No route leads from there to a scanner.
    for (var service : List.of("lab", "second-app")) {
      assertThat(services.at("/" + service + "/environment").has("SLIPWAY_SCAN_ADDRESS"))
          .as(service)
          .isFalse();
    }
  }

  /** Two runs of ffprobe must not end the JVM. */
  @Test
  void leaveMemoryForFfprobe() {
    var worker = services.path("worker");

    assertThat(worker.path("mem_limit").asText()).isEqualTo("${SLIPWAY_WORKER_MEMORY:-2g}");
    assertThat(worker.at("/environment/JDK_JAVA_OPTIONS").asText()).isEqualTo("-Xmx320m");
    assertThat(services.at("/second-app/environment/SLIPWAY_PROCESSING_WORKERS").asText())
        .isEqualTo("1");
  }

  /** A copy of the video would fill the memory of the container. */
  @Test
  void makeRenditionsOnlyWithTemporaryFilesOnADisk() {
    assertThat(services)
        .filteredOn(service -> isApplication(service))
        .filteredOn(service -> !service.at("/environment/SLIPWAY_ROLE").asText().equals("web"))
        .filteredOn(
            service ->
                !service.at("/environment/SLIPWAY_RENDITIONS_ENABLED").asText().equals("false"))
        .isNotEmpty()
        .allSatisfy(
            service ->
                assertThat(service.path("volumes"))
                    .extracting(JsonNode::asText)
                    .anyMatch(volume -> volume.endsWith(":/tmp")));
  }

  @Test
  void readyServiceWaitsForTheWorker() {
    assertThat(services.at("/ready/depends_on/worker/condition").asText())
        .isEqualTo("service_healthy");
  }

  @Test
  void letPrometheusScrapeApplicationsAndWorkers() throws IOException {
    var prometheus =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .<Object>load(Files.readString(Path.of("deploy/monitoring/prometheus.yml")));
    JsonNode jobs = new ObjectMapper().valueToTree(prometheus);

    assertThat(jobs.path("scrape_configs"))
        .extracting(
            job -> job.path("job_name").asText(),
            job -> job.at("/dns_sd_configs/0/names/0").asText(),
            job -> job.at("/dns_sd_configs/0/port").asText())
        .contains(tuple("slipway", "app", "8081"), tuple("slipway-worker", "worker", "8081"));
    var networks = Manifest.each(services.at("/prometheus/networks")).map(JsonNode::asText);
    assertThat(networks).containsExactlyInAnyOrder("inside", "media");
  }

  /** A profile can't change a service without a profile, so the lab is a service of its own. */
  @Test
  void haveDemoAccountsOnlyInTheProfileOfTheLab() {
    var lab = services.path("lab");

    assertThat(Manifest.each(lab.path("profiles")).map(JsonNode::asText)).containsExactly("lab");
    assertThat(lab.at("/environment/SLIPWAY_DEMO_ACCOUNTS").asText()).isEqualTo("true");
    assertThat(lab.at("/environment/SLIPWAY_LAB_ENABLED").asText()).isEqualTo("true");
    assertThat(services)
        .filteredOn(service -> service != lab && isApplication(service))
        .filteredOn(service -> service != services.path("worker"))
        .hasSize(2)
        .extracting(service -> service.at("/environment/SLIPWAY_DEMO_ACCOUNTS").asText())
        .containsOnly("${SLIPWAY_DEMO_ACCOUNTS:-false}");
  }

  /** So nobody with a published password reaches the application's videos. */
  @Test
  void shareNoDataBetweenLabAndApplication() {
    var app = services.at("/app/environment");
    var lab = services.at("/lab/environment");

    for (var setting :
        List.of(
            "SLIPWAY_STORE_BUCKET",
            "SLIPWAY_STORE_DERIVED_BUCKET",
            "QUARKUS_DATASOURCE_JDBC_URL")) {
      assertThat(lab.path(setting).asText())
          .as(setting)
          .isNotEmpty()
          .isNotEqualTo(app.path(setting).asText());
    }
    assertThat(lab.path("QUARKUS_DATASOURCE_JDBC_URL").asText())
        .endsWith("?currentSchema=" + lab.path("QUARKUS_FLYWAY_SCHEMAS").asText());
    assertThat(services.at("/lab/volumes"))
        .extracting(JsonNode::asText)
        .containsExactly("lab-secrets:/secrets:ro", "lab-temporary:/tmp");
    assertThat(lab.has("SLIPWAY_ADMIN_PASSWORD_FILE")).isFalse();
    assertThat(lab.path("QUARKUS_DATASOURCE_USERNAME").asText())
        .isEqualTo("slipway_lab")
        .isNotEqualTo(app.path("QUARKUS_DATASOURCE_USERNAME").asText());
  }

  @Test
  void prepareTheBucketsOfTheLab() {
    var lab = services.at("/lab/environment");
    var setup = services.at("/lab-setup/environment");

    for (var setting : List.of("SLIPWAY_STORE_BUCKET", "SLIPWAY_STORE_DERIVED_BUCKET")) {
      assertThat(setup.path(setting)).as(setting).isEqualTo(lab.path(setting));
    }
    assertThat(setup.path("SLIPWAY_STORE_POLICY").asText())
        .isNotEqualTo(services.at("/setup/environment/SLIPWAY_STORE_POLICY").asText("slipway"));
    assertThat(setup.path("SLIPWAY_STORE_EVENT_TARGET").asText()).endsWith(":LAB:webhook");
    assertThat(services.at("/lab/depends_on/lab-setup/condition").asText())
        .isEqualTo("service_completed_successfully");
  }

  /** Without the profile, its buckets do not exist, so the store sends nothing to the relay. */
  @Test
  void connectTheLabThroughTheRelay() {
    var lab = services.at("/lab/environment");
    var relay = services.path("relay");

    assertThat(lab.path("QUARKUS_DATASOURCE_JDBC_URL").asText()).contains("//relay:5432/");
    assertThat(lab.path("SLIPWAY_STORE_ENDPOINT").asText()).isEqualTo("http://relay:9000");
    assertThat(lab.path("SLIPWAY_LAB_RELAY_URL").asText()).isEqualTo("http://relay:8089");
    assertThat(lab.path("SLIPWAY_STORE_PUBLIC_ENDPOINT").asText())
        .isEqualTo("http://localhost:${SLIPWAY_LAB_STORE_PORT:-9005}");
    assertThat(relay.path("ports"))
        .extracting(JsonNode::asText)
        .containsExactly("127.0.0.1:${SLIPWAY_LAB_STORE_PORT:-9005}:9001");
    assertThat(services.at("/store/environment/MINIO_NOTIFY_WEBHOOK_ENDPOINT_LAB").asText())
        .isEqualTo("http://relay:8080/notifications/s3");
    assertThat(services.at("/lab/restart").asText())
        .as("after the relay has killed it")
        .isEqualTo(services.at("/app/restart").asText());
  }

  /** When the first process of a namespace ends, Linux kills all others in it. */
  @Test
  void shareProcessesInANamespaceThatOutlivesThem() {
    var holder = services.path("lab-processes");

    for (var service : List.of("lab", "relay")) {
      assertThat(services.at("/" + service + "/pid").asText()).isEqualTo("service:lab-processes");
      assertThat(services.at("/" + service + "/depends_on/lab-processes/condition").asText())
          .isEqualTo("service_started");
    }
    assertThat(holder.path("entrypoint"))
        .extracting(JsonNode::asText)
        .containsExactly("sleep", "infinity");
    assertThat(holder.path("init").asBoolean()).isTrue();
    assertThat(Manifest.each(holder.path("profiles")).map(JsonNode::asText)).containsExactly("lab");
  }

  /** All four ways of a comparison, with the fifty clients of one account. */
  @Test
  void haveRoomForAComparisonInTheLab() {
    var lab = services.path("lab");

    assertThat(lab.at("/environment/SLIPWAY_LAB_UPLOADS").asInt() / 2).isEqualTo(50);
    assertThat(lab.at("/environment/SLIPWAY_SFTP_PORT").asText()).isEqualTo("2222");
    assertThat(lab.at("/environment/SLIPWAY_SFTP_HOST_KEY_FILE").asText())
        .isEqualTo("/secrets/sftp-host-key");
    assertThat(mountPoints(lab)).contains("/tmp");
    assertThat(lab.has("tmpfs")).as("would count as memory").isFalse();
    assertThat(lab.path("mem_limit").asText()).isEqualTo("${SLIPWAY_LAB_MEMORY:-1g}");
  }

  @Test
  void runTheRelayInTheProfileOfTheLabOnly() {
    assertThat(services.properties())
        .filteredOn(service -> service.getValue().at("/build/target").asText().equals("relay"))
        .singleElement()
        .satisfies(
            relay -> {
              assertThat(relay.getKey()).isEqualTo("relay");
              assertThat(Manifest.each(relay.getValue().path("profiles")).map(JsonNode::asText))
                  .containsExactly("lab");
            });
    assertThat(services)
        .filteredOn(service -> service.at("/environment").has("SLIPWAY_LAB_RELAY_URL"))
        .containsExactly(services.path("lab"));
  }

  /** Its passwords are published, and its pages send the files to the same store. */
  @Test
  void letBrowsersReachTheLabOnLoopbackOnly() {
    assertThat(services.at("/lab/ports"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "127.0.0.1:${SLIPWAY_LAB_PORT:-8085}:8080",
            "127.0.0.1:${SLIPWAY_LAB_SFTP_PORT:-2225}:2222");
    assertThat(services.at("/store/environment/MINIO_API_CORS_ALLOW_ORIGIN").asText())
        .contains(LAB);
    assertThat(services.at("/lab/environment/SLIPWAY_DOCTOR_ORIGIN").asText()).isEqualTo(LAB);
    assertThat(services.at("/lab-ready/command/0").asText())
        .contains(LAB + "/lab", "creator-demo", "admin-demo");
    assertThat(services.at("/lab-ready/depends_on/lab/condition").asText())
        .isEqualTo("service_healthy");
  }

  /** The application waits for the job that creates its user and database. */
  @Test
  void waitForTheDatabaseJob() {
    assertThat(services)
        .filteredOn(ComposeServicesTest::isApplication)
        .hasSize(4)
        .allSatisfy(
            service ->
                assertThat(service.at("/depends_on/database/condition").asText())
                    .isEqualTo("service_completed_successfully"));
  }

  private static boolean isApplication(JsonNode service) {
    return service.path("image").asText().contains("SLIPWAY_IMAGE");
  }

  private static List<String> names(JsonNode environment) {
    return environment.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static List<String> mountPoints(JsonNode service) {
    var volumes =
        Manifest.each(service.path("volumes")).map(volume -> volume.asText().split(":")[1]);
    var tmpfs = Manifest.each(service.path("tmpfs")).map(mount -> mount.asText().split(":")[0]);
    return Stream.concat(volumes, tmpfs).toList();
  }
}
