package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import dev.slipway.embedded.PostgresCluster.PostmasterFile;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path temporary;
  private DataDirectory directory;

  @BeforeEach
  void createDirectory() {
    directory = new DataDirectory(temporary);
  }

  @Test
  void keepsDataAcrossRestarts() throws Exception {
    try (var postgres = start()) {
      run(postgres.address(), "CREATE TABLE kept AS SELECT 'ÄÖ' AS name");
    }
    try (var postgres = start()) {
      assertThat(postgres.address().queryValue("SELECT lower(name) FROM kept")).isEqualTo("äö");
    }
  }

  @Test
  void requiresThePasswordAndIsDurable() throws Exception {
    try (var postgres = start()) {
      var wrongPassword =
          new EmbeddedPostgres.Address(
              postgres.address().port(), new EmbeddedPostgres.Login("slipway", "guess"));

      assertThatThrownBy(() -> wrongPassword.queryValue("SELECT 1"))
          .hasMessageContaining("password");
      assertThat(postgres.address().queryValue("SHOW fsync")).isEqualTo("on");
      assertThat(postgres.address().queryValue("SHOW listen_addresses")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  @DisabledOnOs(value = WINDOWS, disabledReason = "no shell ties PostgreSQL to the application")
  void stopsWhenTheApplicationIsKilled() throws Exception {
    var application = EmbeddedServicesMain.start(temporary);
    application.readUntil(EmbeddedServicesMain.STARTED);
    var killed = process(PostmasterFile.read(directory.postgres()).orElseThrow().pid());

    application.kill();

    Eventually.holds("PostgreSQL ended", () -> !killed.isAlive());
    try (var postgres = start()) {
      assertThat(postgres.address().queryValue("SELECT 'up'")).isEqualTo("up");
    }
  }

  @Test
  @DisabledOnOs(value = WINDOWS, disabledReason = "no shell ties PostgreSQL to the application")
  void sparesAnotherProcessWithAReusedProcessId() throws Exception {
    start().close();
    var bystander = new ProcessBuilder("sleep", "60").start();
    try {
      writeCrashFile(bystander.pid());

      try (var postgres = start()) {
        assertThat(postgres.address().queryValue("SELECT 'up'")).isEqualTo("up");
        assertThat(bystander.isAlive()).isTrue();
      }
    } finally {
      bystander.destroyForcibly();
    }
  }

  @Test
  @DisabledOnOs(value = WINDOWS, disabledReason = "no shell ties PostgreSQL to the application")
  void stopsAnOrphanedServerOfItsDirectory() throws Exception {
    start().close();
    var orphan = startOrphan();

    try (var postgres = start()) {
      assertThat(postgres.address().queryValue("SELECT 'up'")).isEqualTo("up");
      assertThat(orphan.isAlive()).isFalse();
    }
  }

  @Test
  void rejectsDataOfAnotherMajorVersion() throws Exception {
    start().close();
    Files.writeString(directory.postgres().resolve("PG_VERSION"), "9\n");

    assertThatThrownBy(this::start)
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("created by PostgreSQL 9");
  }

  @Test
  void reportsThatTheChosenPortIsInUse() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(OptionalInt.of(taken.getLocalPort())))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }

  private EmbeddedPostgres start() {
    return start(OptionalInt.empty());
  }

  private EmbeddedPostgres start(OptionalInt port) {
    return EmbeddedPostgres.start(directory, EmbeddedServicesResource.POSTGRES_BINARIES, port);
  }

  /** Writes the file that a crash leaves, with the process id of another process. */
  private void writeCrashFile(long pid) throws IOException {
    var lines =
        List.of(
            Long.toString(pid), directory.postgres().toString(), "0", "1", "", "127.0.0.1", "", "");
    Files.write(PostmasterFile.in(directory.postgres()), lines);
  }

  /** Starts a server that nothing stops. */
  private Process startOrphan() throws IOException {
    var programs = PostgresBinaries.unpackInto(EmbeddedServicesResource.POSTGRES_BINARIES);
    var command =
        UnprivilegedLauncher.detect()
            .wrap(
                List.of(
                    programs.pathOf("postgres"),
                    "-D",
                    directory.postgres().toString(),
                    "-p",
                    Integer.toString(FreePort.find()),
                    "-c",
                    "unix_socket_directories="));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(temporary.resolve("orphan.log").toFile())
            .start();
    Eventually.holds(
        "the orphan is ready",
        () -> PostmasterFile.read(directory.postgres()).filter(PostmasterFile::ready).isPresent());
    return process;
  }

  private static void run(EmbeddedPostgres.Address address, String statement) throws SQLException {
    var login = address.login();
    try (var connection =
        DriverManager.getConnection(address.jdbcUrl(), login.user(), login.password())) {
      connection.createStatement().execute(statement);
    }
  }

  private static ProcessHandle process(long pid) {
    return ProcessHandle.of(pid).orElseThrow();
  }
}
