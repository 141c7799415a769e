package dev.slipway.faults;

import dev.slipway.embedded.EmbeddedServicesMain;
import dev.slipway.testing.ExternalProgram;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The embedded store in a separate process. */
final class EmbeddedStoreServer implements StoreServer {
  private final int port = Ports.free();
  private final Map<String, String> environment = new HashMap<>();
  private final URI webhook;
  private ExternalProgram program;
  private Keys keys;

  EmbeddedStoreServer(Path directory, URI webhook) {
    this.webhook = webhook;
    environment.putAll(FaultSuiteSettings.QUICK_START);
    environment.put("SLIPWAY_EMBEDDED_DIR", directory.toString());
    environment.put("SLIPWAY_EMBEDDED_STORE_PORT", Integer.toString(port));
    environment.put("SLIPWAY_NOTIFICATIONS_TOKEN", WebhookRelay.TOKEN);
    // With a configured database, only the embedded store starts.
    environment.put("QUARKUS_DATASOURCE_JDBC_URL", "elsewhere");
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Keys rootKeys() {
    return keys;
  }

  @Override
  public void start() {
    program = ExternalProgram.of(EmbeddedServicesMain.class, environment, webhook.toString());
    var properties = ServiceProperties.of(program);
    keys =
        new Keys(
            properties.get("slipway.store.access-key"), properties.get("slipway.store.secret-key"));
  }

  @Override
  public void kill() {
    program.kill();
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
    }
  }
}
