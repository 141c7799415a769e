package dev.slipway.faults;

import dev.slipway.testing.SystemPath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs {@code deploy/store/setup.sh} as Compose and Kubernetes do: with only the programs that the
 * images of stores contain.
 */
final class SetUpJob {
  /** MinIO's client. Midnight Commander has the same name, so the path can be configured. */
  static final String MC = Optional.ofNullable(System.getenv("SLIPWAY_FAULTS_MC")).orElse("mc");

  private static final Path SCRIPT = Path.of("deploy", "store", "setup.sh").toAbsolutePath();
  private static final List<String> PROGRAM_NAMES = List.of("cat", "dirname", "mktemp", "rm");

  private final Path directory;
  private final URI store;

  SetUpJob(Path directory, URI store) {
    this.directory = directory;
    this.store = store;
  }

  /**
   * @param eventTargets of the bucket's notifications, separated by spaces
   */
  void run(StoreServer.Keys root, StoreServer.Keys application, String eventTargets)
      throws Exception {
    var environment =
        Map.of(
            "SLIPWAY_STORE_EVENT_TARGET", eventTargets,
            "PATH", linkPrograms().toString(),
            "MC", findProgram(MC).toString(),
            "MC_CONFIG_DIR", directory.resolve("mc").toString(),
            "SLIPWAY_STORE_ENDPOINT", store.toString(),
            "SLIPWAY_STORE_ORIGINS", "http://localhost:8080,http://127.0.0.1:8080",
            "SLIPWAY_STORE_ROOT_USER_FILE", writeFile("root-user", root.access()),
            "SLIPWAY_STORE_ROOT_PASSWORD_FILE", writeFile("root-password", root.secret()),
            "SLIPWAY_STORE_ACCESS_KEY_FILE", writeFile("access-key", application.access()),
            "SLIPWAY_STORE_SECRET_KEY_FILE", writeFile("secret-key", application.secret()));
    Shell.run(List.of("sh", SCRIPT.toString()), environment);
  }

  private Path linkPrograms() throws IOException {
    var programs = Files.createDirectories(directory.resolve("programs"));
    for (var name : PROGRAM_NAMES) {
      var link = programs.resolve(name);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, findProgram(name));
      }
    }
    return programs;
  }

  private static Path findProgram(String name) {
    return SystemPath.find(name)
        .orElseThrow(() -> new IllegalStateException("This machine has no program " + name));
  }

  private String writeFile(String name, String value) throws IOException {
    return Files.writeString(directory.resolve(name), value).toString();
  }
}
