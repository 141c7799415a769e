package dev.slipway.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code deploy/store/setup.sh}, as compose and clusters run it. */
final class SetUpJob {
  private static final Path SCRIPT = Path.of("deploy", "store", "setup.sh").toAbsolutePath();

  /** MinIO's client. A program of this name that is another one is not unheard of. */
  static final String MC = Optional.ofNullable(System.getenv("SLIPWAY_FAULTS_MC")).orElse("mc");

  private final Path directory;
  private final URI store;

  SetUpJob(Path directory, URI store) {
    this.directory = directory;
    this.store = store;
  }

  void run(StoreServer.Keys root, StoreServer.Keys application) throws Exception {
    var environment =
        Map.of(
            "MC", MC,
            "MC_CONFIG_DIR", directory.resolve("mc").toString(),
            "SLIPWAY_STORE_ENDPOINT", store.toString(),
            "SLIPWAY_STORE_ROOT_USER_FILE", file("root-user", root.access()),
            "SLIPWAY_STORE_ROOT_PASSWORD_FILE", file("root-password", root.secret()),
            "SLIPWAY_STORE_ACCESS_KEY_FILE", file("access-key", application.access()),
            "SLIPWAY_STORE_SECRET_KEY_FILE", file("secret-key", application.secret()));
    Shell.run(List.of("sh", SCRIPT.toString()), environment);
  }

  private String file(String name, String value) throws IOException {
    return Files.writeString(directory.resolve(name), value).toString();
  }
}
