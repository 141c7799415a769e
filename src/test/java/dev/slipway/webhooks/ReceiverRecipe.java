package dev.slipway.webhooks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.impl.driver.Driver;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.ExternalProgram;
import dev.slipway.testing.SystemPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A running receiver from the recipes of docs/webhooks.md, on a port of the loopback address. */
public final class ReceiverRecipe implements AutoCloseable {
  /** The recipes, one for each language. */
  public enum Language {
    PYTHON("receiver.py"),
    JAVASCRIPT("receiver.mjs"),
    JAVA("Receiver.java");

    private final String fileName;

    Language(String fileName) {
      this.fileName = fileName;
    }

    List<String> command(int port) {
      var file = Path.of("src/main/resources/webhooks", fileName).toAbsolutePath().toString();
      return List.of(interpreter(), file, Integer.toString(port));
    }

    /** Python is not part of the build. Node comes with Playwright. */
    private String interpreter() {
      return switch (this) {
        case PYTHON -> {
          var python = SystemPath.find("python3");
          assumeTrue(python.isPresent(), "The receiver in Python needs python3");
          yield python.get().toString();
        }
        case JAVASCRIPT -> {
          var noDownload = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
          var directory = Driver.ensureDriverInstalled(noDownload, false).driverDir();
          var windows = System.getProperty("os.name").startsWith("Windows");
          yield directory.resolve(windows ? "node.exe" : "node").toString();
        }
        case JAVA -> Path.of(System.getProperty("java.home"), "bin", "java").toString();
      };
    }
  }

  private final ExternalProgram program;
  private final Path output;
  private final URI address;

  private ReceiverRecipe(ExternalProgram program, Path output, URI address) {
    this.program = program;
    this.output = output;
    this.address = address;
  }

  /** Starts a receiver on any free port. */
  public static ReceiverRecipe start(Language language, String secret) {
    return start(language, secret, 0);
  }

  /**
   * Starts a receiver.
   *
   * @param port 0 for any free one
   */
  public static ReceiverRecipe start(Language language, String secret, int port) {
    try {
      var output = Files.createTempFile("slipway-receiver", ".log");
      var environment = Map.of("WEBHOOK_SECRET", secret);
      var program = ExternalProgram.of(language.command(port), environment, output);
      var line = program.readUntil("Listening on ").stream().reduce("", (first, last) -> last);
      return new ReceiverRecipe(
          program, output, URI.create(line.substring(line.indexOf("http://"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI address() {
    return address;
  }

  /** Waits until the output contains a text. */
  public void awaitOutput(String text) {
    Eventually.holds("the receiver prints " + text, () -> output().contains(text));
  }

  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    program.kill();
    try {
      Files.deleteIfExists(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
