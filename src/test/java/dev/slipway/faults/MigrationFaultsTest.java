package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.deploy.Manifests;
import dev.slipway.embedded.Directories;
import dev.slipway.testing.ExternalProgram;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A separate job migrates the schema while replicas of two versions run, with the settings of both
 * in {@code deploy/kubernetes}.
 */
@Tag("faults")
@Tag("quick")
class MigrationFaultsTest {
  private static final Path DIRECTORY = Path.of("target", "faults", "MigrationFaultsTest");
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final String STARTED_LINE = "Listening on";
  private static final String COUNT_MIGRATIONS = "select count(*) from flyway_schema_history";
  private static final String FUTURE_MIGRATION =
      """
      insert into flyway_schema_history (installed_rank, version, description, type, script,
          checksum, installed_by, execution_time, success)
        values (10000, '10000', 'future migration', 'SQL', 'V10000__future_migration.sql', 1, 'test', 1, true)
      """;

  private static DatabaseServer database;
  private static TcpProxy databaseProxy;

  @BeforeAll
  static void start() throws Exception {
    Directories.deleteRecursively(DIRECTORY);
    database = new DatabaseServer(DIRECTORY.resolve("database").toAbsolutePath());
    database.start();
    databaseProxy = TcpProxy.to(database.port());
  }

  @AfterAll
  static void stop() throws Exception {
    databaseProxy.close();
    database.close();
  }

  @BeforeEach
  void resetSchema() {
    database.execute("drop schema public cascade");
    database.execute("create schema public");
  }

  @Test
  void migrationJobMigratesAndExits() {
    try (var job = startJob()) {
      job.readUntil("slipway stopped");

      assertThat(job.awaitExit()).isZero();
    }
    assertThat(database.count(COUNT_MIGRATIONS)).isPositive();
    // The job creates no demo accounts.
    assertThat(database.count("select count(*) from account")).isZero();
  }

  @Test
  void migrationJobFailsWithoutTheDatabase() {
    databaseProxy.cut();
    try (var job = startJob()) {
      assertThatThrownBy(() -> job.readUntil("slipway stopped"))
          .hasMessageContaining("Unable to obtain connection from database");
      assertThat(job.awaitExit()).isNotZero();
    } finally {
      databaseProxy.restore();
    }
  }

  @Test
  void replicaRefusesToStartWithoutItsSchema() {
    try (var replica = startReplica()) {
      assertThatThrownBy(() -> replica.readUntil(STARTED_LINE))
          .hasMessageContaining("Detected resolved migration not applied to database");
      assertThat(replica.awaitExit()).isNotZero();
    }
  }

  @Test
  void previousVersionStartsOnNewerSchema() {
    try (var job = startJob()) {
      job.readUntil("slipway stopped");
    }
    database.execute(FUTURE_MIGRATION);
    try (var replica = startReplica()) {
      assertThat(replica.readUntil(STARTED_LINE)).isNotEmpty();
    }
  }

  private static ExternalProgram startJob() {
    return startProgram(Manifests.environment("Job", "slipway-migration"), "job.log");
  }

  private static ExternalProgram startReplica() {
    var environment = Manifests.environment("Deployment", "slipway");
    environment.put("SLIPWAY_STORE_ENDPOINT", "http://127.0.0.1:1");
    environment.put("SLIPWAY_STORE_ACCESS_KEY", "none");
    environment.put("SLIPWAY_STORE_SECRET_KEY", "none");
    environment.put("SLIPWAY_NOTIFICATIONS_TOKEN", "none");
    return startProgram(environment, "replica.log");
  }

  private static ExternalProgram startProgram(Map<String, String> settings, String log) {
    var environment = new HashMap<>(FaultSuiteSettings.QUICK_START);
    environment.putAll(settings);
    // This test has no files with secrets.
    environment.keySet().removeIf(name -> name.endsWith("_FILE"));
    environment.putAll(database.settings(databaseProxy));
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(Ports.free()));
    environment.put("SLIPWAY_EMBEDDED_DIR", DIRECTORY.resolve("embedded").toString());
    return ExternalProgram.ofJar(
        JAR, ClassArchive.options(JAR), environment, DIRECTORY.resolve(log));
  }
}
