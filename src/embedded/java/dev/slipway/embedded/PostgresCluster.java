package dev.slipway.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL's data directory, created once with one role, one database and a password. */
record PostgresCluster(Path data, PostgresBinaries binaries, UnprivilegedLauncher launcher) {

  /** Creates the directory if it is missing, and checks its version and owner. */
  void prepare(Path passwordFile) throws IOException {
    if (!Files.exists(data)) {
      create(passwordFile);
    }
    rejectOtherVersion();
    launcher.takeOwnership(data);
  }

  /** Creates another directory and renames it, so an incomplete one is never used. */
  private void create(Path passwordFile) throws IOException {
    var unfinished = data.resolveSibling(data.getFileName() + ".unfinished");
    Directories.deleteRecursively(unfinished);
    Files.createDirectory(unfinished, DataDirectory.ownerOnly("rwx------"));
    launcher.takeOwnership(unfinished);
    run(
        "",
        "initdb",
        "--pgdata=" + unfinished,
        "--username=" + EmbeddedPostgres.USER,
        "--pwfile=" + passwordFile,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // The same order and case rules on every platform, including non-ASCII text.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8");
    run(
        "CREATE DATABASE " + EmbeddedPostgres.DATABASE,
        "postgres",
        "--single",
        "-D",
        unfinished.toString(),
        "postgres");
    Files.move(unfinished, data, ATOMIC_MOVE);
  }

  private void run(String input, String program, String... arguments) throws IOException {
    var command = Stream.concat(Stream.of(binaries.pathOf(program)), Stream.of(arguments));
    new Command(launcher.wrap(command.toList()), input).run();
  }

  private void rejectOtherVersion() throws IOException {
    var dataVersion = Files.readString(data.resolve("PG_VERSION")).strip();
    var version = Command.of(List.of(binaries.pathOf("postgres"), "--version")).run();
    if (!version.matches("(?s).* " + dataVersion + "[^0-9].*")) {
      throw new CannotStartException(
          ("%s was created by PostgreSQL %s, but this is %s. Move it away for a fresh start, or"
                  + " configure a matching server with QUARKUS_DATASOURCE_JDBC_URL.")
              .formatted(data, dataVersion, version.strip()));
    }
  }

  /**
   * The file in which a running server publishes its state. After a crash the file remains, and its
   * process id may belong to another process.
   */
  record PostmasterFile(long pid, int port, boolean ready) {
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    static Path in(Path data) {
      return data.resolve("postmaster.pid");
    }

    static Optional<PostmasterFile> read(Path data) {
      try {
        return parse(Files.readAllLines(in(data)));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Empty until the port is there, because PostgreSQL writes the file line by line. */
    private static Optional<PostmasterFile> parse(List<String> lines) {
      if (lines.size() <= PORT_LINE) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new PostmasterFile(
                Long.parseLong(lines.get(0).strip()),
                Integer.parseInt(lines.get(PORT_LINE).strip()),
                lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready")));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }
}
