package dev.slipway.embedded;

import dev.slipway.embedded.PostgresCluster.PostmasterFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server on loopback with the data of one directory. Closing stops it. */
final class EmbeddedPostgres implements AutoCloseable {
  static final String USER = "slipway";
  static final String DATABASE = "slipway";

  /** Recovery after a crash can take long. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

  private final Address address;
  private final PostgresProcess server;

  private EmbeddedPostgres(Address address, PostgresProcess server) {
    this.address = address;
    this.server = server;
  }

  /**
   * @param binaries where PostgreSQL is unpacked, unless it is already there
   * @param chosenPort empty for any free port
   * @throws CannotStartException when it doesn't start; says what to do
   */
  static EmbeddedPostgres start(DataDirectory directory, Path binaries, OptionalInt chosenPort) {
    var login = new Login(USER, directory.secret("postgres-password"));
    try {
      var cluster =
          new PostgresCluster(
              directory.postgres(),
              PostgresBinaries.unpackInto(binaries),
              UnprivilegedLauncher.detect());
      cluster.prepare(directory.secretFile("postgres-password"));
      new OrphanedPostgres(cluster.data(), login).stopAndCleanUp();
      var address = new Address(chosenPort.isPresent() ? chosenPort.getAsInt() : freePort(), login);
      return start(cluster, address, directory.privateFile("postgres.log"));
    } catch (IOException e) {
      throw new CannotStartException("PostgreSQL doesn't start: " + e.getMessage(), e);
    }
  }

  Address address() {
    return address;
  }

  @Override
  public void close() {
    server.close();
  }

  private static EmbeddedPostgres start(PostgresCluster cluster, Address address, Path log)
      throws IOException {
    var server = PostgresProcess.start(cluster.launcher().wrap(commandLine(cluster, address)), log);
    var deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!isReady(cluster)) {
      if (!server.isAlive() || System.nanoTime() > deadline) {
        server.close();
        throw new CannotStartException(
            "PostgreSQL doesn't start on port %d. The last line of %s is: %s"
                .formatted(address.port(), log, lastLine(log)));
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
    return new EmbeddedPostgres(address, server);
  }

  private static List<String> commandLine(PostgresCluster cluster, Address address) {
    return List.of(
        cluster.binaries().pathOf("postgres"),
        "-D",
        cluster.data().toString(),
        "-p",
        Integer.toString(address.port()),
        "-c",
        "listen_addresses=127.0.0.1",
        // Loopback is enough, and the path of a Unix socket may be too long or not writable.
        "-c",
        "unix_socket_directories=");
  }

  private static boolean isReady(PostgresCluster cluster) {
    return PostmasterFile.read(cluster.data()).filter(PostmasterFile::ready).isPresent();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String lastLine(Path log) throws IOException {
    var lines = Files.readAllLines(log);
    return lines.isEmpty() ? "(empty)" : lines.get(lines.size() - 1);
  }

  /** The server's only role. */
  record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  /** Where a server listens, and how to log in. */
  record Address(int port, Login login) {
    private static final int TIMEOUT_SECONDS = 5;

    String jdbcUrl() {
      return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, DATABASE);
    }

    /** The configuration with which an application uses the server. */
    Map<String, String> properties() {
      return Map.of(
          "quarkus.datasource.jdbc.url", jdbcUrl(),
          "quarkus.datasource.username", login.user(),
          "quarkus.datasource.password", login.password());
    }

    /** Runs a query that returns one value. */
    String queryValue(String query) throws SQLException {
      var source = new PGSimpleDataSource();
      source.setUrl(jdbcUrl());
      source.setConnectTimeout(TIMEOUT_SECONDS);
      source.setSocketTimeout(TIMEOUT_SECONDS);
      try (var connection = source.getConnection(login.user(), login.password());
          var statement = connection.createStatement();
          var rows = statement.executeQuery(query)) {
        rows.next();
        return rows.getString(1);
      }
    }
  }
}
