package dev.slipway.ingest;

import dev.slipway.benchmark.DatabaseAdmin;
import dev.slipway.testing.SystemPath;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Runs pgbench, PostgreSQL's benchmark program, which is not installed on every machine. */
final class Pgbench {
  private static final Pattern PER_SECOND = Pattern.compile("tps = ([0-9.]+)");

  private Pgbench() {}

  static boolean isInstalled() {
    return SystemPath.find("pgbench").isPresent();
  }

  /** Returns inserts per second, with a prepared statement and one transaction for each. */
  static double insert(DatabaseAdmin database, String table, int connections, int count)
      throws IOException, InterruptedException {
    var script = Files.createTempFile("slipway-benchmark", ".sql");
    try {
      var body =
          HexFormat.of().formatHex(new PutNotifications().next().getBytes(StandardCharsets.UTF_8));
      Files.writeString(
          script, PlainInsertsMain.INSERT.formatted(table, "'\\x" + body + "'") + ";\n");
      return run(database, command(database, script, connections, count));
    } finally {
      Files.delete(script);
    }
  }

  private static List<String> command(
      DatabaseAdmin database, Path script, int connections, int count) {
    var address = URI.create(database.url().substring("jdbc:".length()));
    return List.of(
        "pgbench",
        "--no-vacuum",
        "--protocol=prepared",
        "--file=" + script,
        "--client=" + connections,
        "--jobs=" + Math.min(connections, 2),
        "--transactions=" + count,
        "--host=" + address.getHost(),
        "--port=" + (address.getPort() < 0 ? 5432 : address.getPort()),
        "--username=" + database.user(),
        address.getPath().substring(1));
  }

  private static double run(DatabaseAdmin database, List<String> command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", database.password());
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var perSecond = PER_SECOND.matcher(output);
    if (process.waitFor() != 0 || !perSecond.find()) {
      throw new IllegalStateException("pgbench failed: " + output);
    }
    return Double.parseDouble(perSecond.group(1));
  }
}
