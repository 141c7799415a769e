package dev.slipway.embedded;

import dev.slipway.embedded.media.IncludedPrograms;
import dev.slipway.embedded.media.MediaBinaries;
import dev.slipway.embedded.sftp.SftpDefaults;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Starts PostgreSQL and the store for tests of the whole application, in a directory that is
 * deleted afterwards. The configuration has the store's keys and endpoint, and the directory as
 * {@code slipway.embedded.dir}, for {@link EventPause}.
 */
public final class EmbeddedServicesResource implements QuarkusTestResourceLifecycleManager {
  public static final String TOKEN = "test-token";

  /** Kept until {@code clean}, because unpacking takes a second. */
  static final Path POSTGRES_BINARIES = Path.of("target", "postgres-programs").toAbsolutePath();

  /** The argument that starts the relay of the fault lab too, with the value {@code true}. */
  public static final String RELAY = "relay";

  private Path directory;
  private EmbeddedServices services;
  private boolean hasRelay;

  @Override
  public void init(Map<String, String> arguments) {
    hasRelay = Boolean.parseBoolean(arguments.get(RELAY));
  }

  @Override
  public Map<String, String> start() {
    try {
      directory = Files.createTempDirectory("slipway-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    services =
        EmbeddedServices.start(
            settings(directory, true, hasRelay), ApplicationAddress::webhook, POSTGRES_BINARIES);
    var configuration = new HashMap<>(services.properties());
    configuration.put(MediaBinaries.DIRECTORY_SETTING, IncludedPrograms.directory().toString());
    configuration.put(
        StartBanner.SFTP_PORT,
        Integer.toString(SftpDefaults.findPort(portOutsideOfEphemeralRange())));
    configuration.put("slipway.sftp.host-key", SftpDefaults.newHostKey());
    configuration.put("slipway.embedded.dir", services.directory().root().toString());
    return configuration;
  }

  @Override
  public void stop() {
    if (services != null) {
      services.close();
    }
    try {
      Directories.deleteRecursively(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Both services on free ports, with the token for tests. */
  static EmbeddedSettings allServices(Path directory) {
    return settings(directory, true, false);
  }

  /** The store on free ports, without a database, with the token for tests. */
  static EmbeddedSettings storeOnly(Path directory) {
    return settings(directory, false, false);
  }

  private static EmbeddedSettings settings(Path directory, boolean hasDatabase, boolean hasRelay) {
    return new EmbeddedSettings(
        directory,
        hasDatabase,
        OptionalInt.empty(),
        Optional.of(store()),
        Optional.of(TOKEN),
        Optional.empty(),
        Optional.empty(),
        Optional.of(hasRelay));
  }

  static EmbeddedSettings.Store store() {
    return new EmbeddedSettings.Store(
        OptionalInt.empty(), "us-east-1", "slipway-videos", "slipway-derived");
  }

  /**
   * The application binds this port at each start, so no outgoing connection may get it meanwhile.
   * Linux takes their ports from 32768 on.
   */
  private static int portOutsideOfEphemeralRange() {
    return ThreadLocalRandom.current().nextInt(20_000, 30_000);
  }
}
