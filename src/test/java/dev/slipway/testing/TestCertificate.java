package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The certificate of the application's TLS port in tests, with its key, for the local host. */
public final class TestCertificate {
  public static final String PASSWORD = "secret";
  public static final Path KEYS = Path.of("target", "tls-test", "keys.p12").toAbsolutePath();

  private static final int VALID_DAYS = 3650;

  private TestCertificate() {}

  /**
   * Creates the key store unless an earlier call or run has. Profiles call this for each test
   * class, while the application keeps what it read at its start. Another JVM may create it at the
   * same time: the first one wins. Uses the JDK's keytool, because the JDK has no API to create a
   * certificate.
   */
  public static void createIfMissing() {
    if (Files.exists(KEYS)) {
      return;
    }
    try {
      Files.createDirectories(KEYS.getParent());
      var created = Files.createTempDirectory(KEYS.getParent(), "new").resolve(KEYS.getFileName());
      var command =
          "%s -genkeypair -keystore %s -storetype PKCS12 -storepass %s -alias tls -keyalg EC"
              + " -validity %d -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1";
      var tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
      var process =
          new ProcessBuilder(command.formatted(tool, created, PASSWORD, VALID_DAYS).split(" "))
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool failed");
      }
      Files.createLink(KEYS, created);
      Files.delete(created);
      Files.delete(created.getParent());
    } catch (FileAlreadyExistsException e) {
      // Another JVM was faster.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
