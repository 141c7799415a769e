package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the compose file's jobs, with directories of the test in place of the volumes. */
class ComposeScriptsTest {
  private static final Path SCRIPTS = Path.of("deploy/compose");

  @TempDir Path directory;

  private Path secrets;
  private Path programs;

  @BeforeEach
  void createDirectories() throws IOException {
    secrets = Files.createDirectory(directory.resolve("secrets"));
    programs = Files.createDirectory(directory.resolve("programs"));
    // Nothing has to wait here, and no test runs as the owner of the application's secrets.
    program("sleep", "exit 0");
    program("chown", "exit 0");
  }

  @Test
  void secretsShowsAddressesAndLogins() throws Exception {
    makeSecrets(
        Map.of("ADMIN_PASSWORD", "first-password", "STORE_ROOT_PASSWORD", "store-password"));

    var shown = run("secrets.sh", showSettings("on"), "show");

    assertThat(shown.exitCode()).as(shown.output()).isZero();
    assertThat(shown.output().lines().map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly(
            "Pages http://localhost:8080",
            "user admin",
            "password first-password",
            "Store console http://localhost:9001",
            "user slipway-root",
            "password store-password",
            "Health http://localhost:8081/q/health",
            "OpenAPI http://localhost:8081/q/openapi");
  }

  @Test
  void secretsSaysHowToEnableTheConsole() throws Exception {
    makeSecrets(Map.of());

    assertThat(run("secrets.sh", showSettings("off"), "show").output())
        .contains("SLIPWAY_STORE_CONSOLE=on");
  }

  @Test
  void secretsSaysThatThereAreNone() throws Exception {
    var shown = run("secrets.sh", showSettings("off"), "show");

    assertThat(shown.exitCode()).isEqualTo(1);
    assertThat(shown.output()).contains("docker compose up");
  }

  @Test
  void secretsKeepsGeneratedValuesAndTakesNewOnes() throws Exception {
    makeSecrets(Map.of());
    var password = read("database/password");
    var admin = read("application/admin-password");

    makeSecrets(Map.of());
    assertThat(read("database/password")).hasSize(32).isEqualTo(password);

    makeSecrets(Map.of("DATABASE_PASSWORD", "another", "ADMIN_PASSWORD", "another"));
    assertThat(read("database/password")).isEqualTo("another");
    assertThat(read("application/database-password")).isEqualTo("another");
    // The application stores a hash of the first one.
    assertThat(read("application/admin-password")).isEqualTo(admin);
  }

  /** The lab's passwords are published, so it shares no key with the application. */
  @Test
  void secretsGivesTheLabKeysOfItsOwn() throws Exception {
    makeSecrets(Map.of());

    for (var secret :
        List.of("store-access-key", "store-secret-key", "metadata-key", "database-password")) {
      assertThat(read("lab/" + secret))
          .as(secret)
          .isNotEmpty()
          .isNotEqualTo(read("application/" + secret));
    }
    assertThat(read("relay/token")).hasSize(32).isEqualTo(read("lab/relay-token"));
    assertThat(secrets.resolve("lab/admin-password")).doesNotExist();
    assertThat(read("store/store.env").lines())
        .contains(
            "MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_SLIPWAY=" + read("application/notifications-token"),
            "MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_SLIPWAYDIRECT="
                + read("application/notifications-token"),
            "MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_LAB=" + read("lab/notifications-token"));
  }

  @Test
  void secretsGivesTheWorkerOnlyTheKeysOfDatabaseAndStore() throws Exception {
    makeSecrets(Map.of("STORE_SECRET_KEY", "first-secret"));
    makeSecrets(Map.of("STORE_SECRET_KEY", "second-secret"));

    try (var files = Files.list(secrets.resolve("worker"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("database-password", "store-access-key", "store-secret-key");
    }
    assertThat(read("worker/store-secret-key")).isEqualTo("second-secret");
    assertThat(read("worker/database-password")).isEqualTo(read("application/database-password"));
    assertThat(Files.getPosixFilePermissions(secrets.resolve("worker/database-password")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  /** As in a container of an earlier version, which an upgrade starts again. */
  @Test
  void secretsWorksWithoutTheVolumeOfTheWorker() throws Exception {
    makeSecrets(Map.of());
    var password = read("application/database-password");
    Directories.deleteRecursively(secrets.resolve("worker"));

    var made = run("secrets.sh", noSecrets(), "make");

    assertThat(made.exitCode()).as(made.output()).isZero();
    assertThat(read("application/database-password")).isEqualTo(password);
    makeSecrets(Map.of());
    assertThat(read("worker/database-password")).isEqualTo(password);
  }

  /** Objects that were stored before stay encrypted with it. */
  @Test
  void secretsKeepsAMetadataKeyThatIsReplaced() throws Exception {
    makeSecrets(Map.of());
    var generated = read("application/metadata-key");
    assertThat(read("application/metadata-previous-keys")).isEmpty();

    makeSecrets(Map.of("METADATA_KEY", "a key, with a comma"));
    makeSecrets(Map.of("METADATA_KEY", "a key, with a comma"));
    assertThat(read("application/metadata-key")).isEqualTo("a key, with a comma");
    assertThat(read("application/metadata-previous-keys")).isEqualTo(generated);

    makeSecrets(Map.of("METADATA_KEY", "third", "METADATA_PREVIOUS_KEYS", "of a bucket,and more"));
    makeSecrets(Map.of("METADATA_KEY", "third", "METADATA_PREVIOUS_KEYS", "of a bucket,and more"));
    makeSecrets(Map.of());
    assertThat(read("application/metadata-key")).isEqualTo("third");
    var list = read("application/metadata-previous-keys");
    assertThat(list).isEqualTo(generated + ",a key\\, with a comma,of a bucket,and more");
  }

  @Test
  void secretsWritesTheClientSecretOfTheProvider() throws Exception {
    makeSecrets(Map.of("OIDC_CLIENT_SECRET", "client-secret"));
    assertThat(read("application/oidc-client-secret")).isEqualTo("client-secret");

    // As in a container of an earlier version, which doesn't know the setting.
    makeSecrets(Map.of());
    assertThat(read("application/oidc-client-secret")).isEqualTo("client-secret");
    makeSecrets(Map.of("OIDC_CLIENT_SECRET", ""));
    assertThat(read("application/oidc-client-secret")).isEmpty();
  }

  @Test
  void secretsGeneratesAHostKeyForSftpOnce() throws Exception {
    makeSecrets(Map.of());
    var pem = read("lab/sftp-host-key");
    makeSecrets(Map.of());

    assertThat(read("lab/sftp-host-key")).isEqualTo(pem);
    var lines = pem.lines().toList();
    assertThat(lines).startsWith("-----BEGIN PRIVATE KEY-----").hasSize(3);
    var key = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(1)));
    assertThat(KeyFactory.getInstance("Ed25519").generatePrivate(key).getFormat())
        .isEqualTo("PKCS#8");
  }

  @Test
  void secretsReplacesTheSharedDatabasePasswordOfEarlierVersions() throws Exception {
    makeSecrets(Map.of("DATABASE_PASSWORD", "shared"));
    Files.writeString(secrets.resolve("lab/database-password"), "shared");

    makeSecrets(Map.of());

    assertThat(read("application/database-password")).isEqualTo("shared");
    assertThat(read("lab/database-password")).hasSize(32).isEqualTo(read("database/lab-password"));
  }

  @Test
  void databaseCreatesTheUserOfTheLabOnlyInCompose() throws Exception {
    databaseSecrets();
    program("pg_isready", "exit 0");
    program("psql", "case \"$*\" in *'select 1'*) ;; *) cat ;; esac");

    assertThat(run("database.sh", Map.of()).output()).doesNotContain("slipway_lab");
    Files.writeString(secrets.resolve("lab-password"), "lab-password");
    assertThat(run("database.sh", Map.of()).output())
        .contains("create role slipway_lab' where not exists", "authorization slipway_lab");
  }

  @Test
  void databaseCreatesUserAndDatabaseUnlessTheyExist() throws Exception {
    databaseSecrets();
    program("pg_isready", "exit 0");
    program("psql", "case \"$*\" in *'select 1'*) ;; *) cat ;; esac");

    var job = run("database.sh", Map.of());

    assertThat(job.exitCode()).as(job.output()).isZero();
    assertThat(job.output())
        .contains("create role slipway' where not exists", "create database slipway owner slipway'")
        .contains("The database is ready.");
  }

  @Test
  void databaseSaysHowToStartOverWithOtherSecrets() throws Exception {
    databaseSecrets();
    program("pg_isready", "exit 0");
    program(
        "psql", "echo 'FATAL:  password authentication failed for user \"postgres\"' >&2; exit 2");

    var job = run("database.sh", Map.of());

    assertThat(job.exitCode()).isEqualTo(1);
    assertThat(job.output().lines()).hasSize(2);
    assertThat(job.output())
        .contains(
            "created with other secrets", "docs/deploy.md", "Only if this is a new installation")
        .contains("docker compose down --volumes");
  }

  /** As after a crash, when PostgreSQL replays its log. */
  @Test
  void databaseWaitsForARecoveryWithoutALimit() throws Exception {
    databaseSecrets();
    var rejections = directory.resolve("rejections");
    program(
        "pg_isready",
        "echo >> '%1$s'; [ $(wc -l < '%1$s') -gt 400 ] || exit 1".formatted(rejections));
    program("psql", "exit 0");

    var job = run("database.sh", Map.of());

    assertThat(job.exitCode()).as(job.output()).isZero();
    assertThat(job.output())
        .contains("Waiting for PostgreSQL since 30 seconds. It is starting or recovering")
        .contains("The database is ready.")
        .doesNotContain("--volumes");
  }

  @Test
  void databaseGivesUpWaitingForAServerThatDoesNotAnswer() throws Exception {
    databaseSecrets();
    program("pg_isready", "exit 2");

    var job = run("database.sh", Map.of());

    assertThat(job.exitCode()).isEqualTo(1);
    assertThat(job.output())
        .contains("Waiting for PostgreSQL since 300 seconds", "docker compose logs postgres")
        .doesNotContain("330 seconds", "--volumes");
  }

  @Test
  void databaseNamesNoRemedyThatDeletesDataForOtherProblems() throws Exception {
    databaseSecrets();
    program("pg_isready", "exit 0");
    program("psql", "echo 'FATAL:  the database system is in recovery mode' >&2; exit 2");

    var job = run("database.sh", Map.of());

    assertThat(job.exitCode()).isEqualTo(1);
    assertThat(job.output())
        .contains("in recovery mode", "docker compose logs postgres")
        .doesNotContain("--volumes");
  }

  private void databaseSecrets() throws IOException {
    Files.writeString(secrets.resolve("root-password"), "root");
    Files.writeString(secrets.resolve("password"), "password");
  }

  private void makeSecrets(Map<String, String> values) throws Exception {
    for (var volume : new String[] {"database", "store", "application", "worker", "lab", "relay"}) {
      Files.createDirectories(secrets.resolve(volume));
    }
    var environment = noSecrets();
    environment.putAll(values);
    var made = run("secrets.sh", environment, "make");
    assertThat(made.exitCode()).as(made.output()).isZero();
  }

  /** The settings of an empty {@code .env}. */
  private static Map<String, String> noSecrets() {
    var environment = new TreeMap<String, String>();
    for (var name :
        new String[] {
          "DATABASE_PASSWORD",
          "STORE_ROOT_USER",
          "STORE_ROOT_PASSWORD",
          "STORE_ACCESS_KEY",
          "STORE_SECRET_KEY",
          "NOTIFICATIONS_TOKEN",
          "ADMIN_PASSWORD"
        }) {
      environment.put(name, "");
    }
    return environment;
  }

  private static Map<String, String> showSettings(String console) {
    return Map.of(
        "PAGES", "http://localhost:8080",
        "OPERATIONS", "http://localhost:8081",
        "STORE_CONSOLE", console,
        "STORE_CONSOLE_ADDRESS", "http://localhost:9001");
  }

  private String read(String secret) throws IOException {
    return Files.readString(secrets.resolve(secret));
  }

  /** Puts a program in front of the system's program of the same name. */
  private void program(String name, String script) throws IOException {
    var file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Run run(String script, Map<String, String> environment, String... arguments)
      throws Exception {
    var text = Files.readString(SCRIPTS.resolve(script)).replace("/secrets/", secrets + "/");
    var copy = Files.writeString(directory.resolve(script), text);
    var command = new String[2 + arguments.length];
    command[0] = "sh";
    command[1] = copy.toString();
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", "", (path, none) -> programs + ":" + path);
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  private record Run(int exitCode, String output) {}
}
