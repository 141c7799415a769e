package dev.slipway.ingest;

import dev.slipway.benchmark.DatabaseAdmin;
import dev.slipway.testing.ThePath;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** PostgreSQL's own benchmark program, which not every machine has. */
final class Pgbench {
  private static final Pattern PER_SECOND = Pattern.compile("tps = ([0-9.]+)");

  private Pgbench() {}

  static boolean isThere() {
    return ThePath.find("pgbench").isPresent();
  }

  /** Inserts a second, prepared, each a transaction of its own. */
  static double insert(DatabaseAdmin database, String table, int connections, int each)
      throws IOException, InterruptedException {
    var script = Files.createTempFile("slipway-benchmark", ".sql");
    try {
      var body =
          HexFormat.of().formatHex(new PutNotifications().next().getBytes(StandardCharsets.UTF_8));
      Files.writeString(
          script, PlainInsertsMain.INSERT.formatted(table, "'\\x" + body + "'") + ";\n");
      return run(database, command(database, script, connections, each));
    } finally {
      Files.delete(script);
    }
  }

  private static List<String> command(
      DatabaseAdmin database, Path script, int connections, int each) {
    var address = URI.create(database.url().substring("jdbc:".length()));
    return List.of(
        "pgbench",
        "--no-vacuum",
        "--protocol=prepared",
        "--file=" + script,
        "--client=" + connections,
        "--jobs=" + Math.min(connections, 2),
        "--transactions=" + each,
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
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var perSecond = PER_SECOND.matcher(said);
    if (process.waitFor() != 0 || !perSecond.find()) {
      throw new IllegalStateException("pgbench failed: " + said);
    }
    return Double.parseDouble(perSecond.group(1));
  }
}
