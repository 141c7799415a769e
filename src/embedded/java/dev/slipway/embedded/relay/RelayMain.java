package dev.slipway.embedded.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the relay in a container. Environment variables name the servers behind it, as {@code
 * host:port}; a route whose server is not named does not exist.
 */
public final class RelayMain {
  private static final int DATABASE_PORT = 5432;
  private static final int STORE_PORT = 9000;
  private static final int BROWSER_PORT = 9001;
  private static final int NOTIFICATION_PORT = 8080;
  private static final int CONTROL_PORT = 8089;

  private RelayMain() {}

  public static void main(String... arguments) throws IOException, InterruptedException {
    // All addresses: only containers of the same network reach them, and browsers the published
    // one.
    var relay =
        new FaultRelay(
            Clock.systemUTC(),
            InetAddress.getByAddress(new byte[4]),
            FaultRelay.NOTIFICATION_DELAY);
    open(relay, System.getenv());
    System.out.println("The relay of the fault lab listens");
    new CountDownLatch(1).await();
  }

  private static void open(FaultRelay relay, Map<String, String> settings) throws IOException {
    var database = settings.getOrDefault("RELAY_DATABASE", "");
    var store = settings.getOrDefault("RELAY_STORE", "");
    var application = settings.getOrDefault("RELAY_APPLICATION", "");
    if (!database.isEmpty()) {
      relay.openDatabase(DATABASE_PORT, target(database));
    }
    if (!store.isEmpty()) {
      relay.openStore(STORE_PORT, target(store));
      relay.openBrowsers(BROWSER_PORT, target(store));
    }
    if (!application.isEmpty()) {
      var webhook = Optional.of(URI.create("http://" + application));
      relay.openNotifications(NOTIFICATION_PORT, () -> webhook);
    }
    if (Boolean.parseBoolean(settings.get("RELAY_KILLS"))) {
      relay.allowKill(ApplicationProcess.OF_IMAGE);
    }
    relay.openControl(
        CONTROL_PORT, Files.readString(Path.of(settings.get("RELAY_TOKEN_FILE"))).strip());
  }

  private static InetSocketAddress target(String address) {
    var colon = address.lastIndexOf(':');
    return InetSocketAddress.createUnresolved(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }
}
