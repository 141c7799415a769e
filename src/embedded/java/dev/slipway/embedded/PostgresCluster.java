package dev.slipway.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** PostgreSQL's data directory: made once, with one role, one database and a password. */
record PostgresCluster(Path data, PostgresBinaries programs, UnprivilegedLauncher unprivileged) {

  void prepare(Path passwordFile) throws IOException {
    if (!Files.exists(data)) {
      create(passwordFile);
    }
    refuseOtherVersion();
    unprivileged.takeOwnership(data);
  }

  /** Made beside and then renamed, so that one half made is never taken for data. */
  private void create(Path passwordFile) throws IOException {
    var unfinished = data.resolveSibling(data.getFileName() + ".unfinished");
    Directories.deleteRecursively(unfinished);
    Files.createDirectory(unfinished, DataDirectory.ownerOnly("rwx------"));
    unprivileged.takeOwnership(unfinished);
    run(
        "",
        "initdb",
        "--pgdata=" + unfinished,
        "--username=" + PostgresAddress.USER,
        "--pwfile=" + passwordFile,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // The same order and case rules on every machine, beyond ASCII too.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8");
    run(
        "CREATE DATABASE " + PostgresAddress.DATABASE,
        "postgres",
        "--single",
        "-D",
        unfinished.toString(),
        "postgres");
    Files.move(unfinished, data, ATOMIC_MOVE);
  }

  private void run(String input, String program, String... arguments) throws IOException {
    var command = Stream.concat(Stream.of(programs.pathOf(program)), Stream.of(arguments));
    new Command(unprivileged.wrap(command.toList()), input).run();
  }

  private void refuseOtherVersion() throws IOException {
    var made = Files.readString(data.resolve("PG_VERSION")).strip();
    var version = Command.of(List.of(programs.pathOf("postgres"), "--version")).run();
    if (!version.matches("(?s).* " + made + "[^0-9].*")) {
      throw new CannotStartException(
          ("%s was made by PostgreSQL %s, and this is %s: move it away for a fresh start, or name"
                  + " the right PostgreSQL with QUARKUS_DATASOURCE_JDBC_URL.")
              .formatted(data, made, version.strip()));
    }
  }
}
