package dev.slipway.embedded;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/** A PostgreSQL on loopback with the data of one directory; closing stops it. */
final class EmbeddedPostgres implements AutoCloseable {
  /** Recovery after a crash comes first, and may be long. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private final PostgresAddress address;
  private final PostgresProcess server;

  private EmbeddedPostgres(PostgresAddress address, PostgresProcess server) {
    this.address = address;
    this.server = server;
  }

  /**
   * @param programs where the programs are unpacked, unless they are
   * @param chosenPort the port, or any free one
   * @throws CannotStartException when it does not start, with what to do
   */
  static EmbeddedPostgres start(DataDirectory directory, Path programs, OptionalInt chosenPort) {
    var login =
        new PostgresAddress.Login(PostgresAddress.USER, directory.secret("postgres-password"));
    try {
      var cluster =
          new PostgresCluster(
              directory.postgres(),
              PostgresBinaries.unpackInto(programs),
              UnprivilegedLauncher.detect());
      cluster.prepare(directory.secretPath("postgres-password"));
      new OrphanedPostgres(cluster.data(), login).stopAndCleanUp();
      var address =
          new PostgresAddress(chosenPort.isPresent() ? chosenPort.getAsInt() : freePort(), login);
      return start(cluster, address, directory.root().resolve("postgres.log"));
    } catch (IOException e) {
      throw new CannotStartException("PostgreSQL does not start: " + e.getMessage(), e);
    }
  }

  PostgresAddress address() {
    return address;
  }

  @Override
  public void close() {
    server.close();
  }

  private static EmbeddedPostgres start(PostgresCluster cluster, PostgresAddress address, Path log)
      throws IOException {
    var server = PostgresProcess.start(cluster.unprivileged().wrap(command(cluster, address)), log);
    var deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!isReady(cluster)) {
      if (!server.isAlive() || System.nanoTime() > deadline) {
        server.close();
        throw new CannotStartException(
            "PostgreSQL does not start at port %d; %s says: %s"
                .formatted(address.port(), log, lastLine(log)));
      }
      LockSupport.parkNanos(MILLISECONDS.toNanos(10));
    }
    return new EmbeddedPostgres(address, server);
  }

  private static List<String> command(PostgresCluster cluster, PostgresAddress address) {
    return List.of(
        cluster.programs().pathOf("postgres"),
        "-D",
        cluster.data().toString(),
        "-p",
        Integer.toString(address.port()),
        "-c",
        "listen_addresses=127.0.0.1",
        // Loopback is enough, and a socket's path may be too long or not writable.
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
    return lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
  }
}
