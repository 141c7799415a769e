package dev.slipway.journey;

import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks for browsers on this machine, and downloads or installs one if there is none. */
final class LocalMachine implements BrowserFinder.Probes {
  static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  /** Otherwise Playwright downloads three browsers when it is created. */
  static final Map<String, String> NO_DOWNLOAD = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

  private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
  private static final Path APT = Path.of("/usr/bin/apt-get");
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration DOWNLOAD_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(5);

  @Override
  public Optional<Path> named() {
    return Optional.ofNullable(
            System.getProperty(BrowserFinder.NAME, System.getenv(BrowserFinder.NAME)))
        .filter(name -> !name.isBlank())
        .map(Path::of);
  }

  @Override
  public List<Path> usual() {
    var unix =
        Stream.of(
            // The same browser without a user interface needs a third less time.
            "/usr/bin/chromium-headless-shell",
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    var windows =
        Stream.of("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
            .map(System::getenv)
            .filter(Objects::nonNull)
            .map(directory -> directory + "\\Google\\Chrome\\Application\\chrome.exe");
    return Stream.concat(unix, windows).map(Path::of).toList();
  }

  /** On Windows, asking for the version would open a window. */
  @Override
  public boolean runs(Path browser) {
    return Files.isExecutable(browser)
        && (WINDOWS
            || succeeds(START_TIMEOUT, new ProcessBuilder(browser.toString(), "--version")));
  }

  @Override
  public Optional<Path> downloaded() {
    say("No browser is installed; asking Playwright for its own");
    var install = Driver.ensureDriverInstalled(Map.of(), false).createProcessBuilder();
    install.command().addAll(List.of("install", "chromium"));
    if (!succeeds(DOWNLOAD_TIMEOUT, install)) {
      return Optional.empty();
    }
    try (var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(NO_DOWNLOAD))) {
      return Optional.of(Path.of(playwright.chromium().executablePath()));
    }
  }

  @Override
  public boolean installed() {
    if (!ROOT || !Files.isExecutable(APT)) {
      return false;
    }
    say("No browser runs; installing the system's Chromium");
    // A fresh image has no package lists. If the update fails, old lists may be enough.
    apt("update");
    // Only Debian has the first one.
    return install("chromium-headless-shell") || install("chromium");
  }

  private static boolean install(String browser) {
    return apt("install", "-y", "--no-install-recommends", browser);
  }

  private static boolean apt(String... arguments) {
    var command = new ArrayList<>(List.of(APT.toString(), "-qq"));
    command.addAll(Arrays.asList(arguments));
    var process = new ProcessBuilder(command);
    process.environment().put("DEBIAN_FRONTEND", "noninteractive");
    return succeeds(INSTALL_TIMEOUT, process);
  }

  private static boolean succeeds(Duration timeout, ProcessBuilder command) {
    try {
      var log = Files.createTempFile("slipway-browser", ".log");
      try {
        return succeeds(timeout, command, log);
      } finally {
        Files.delete(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean succeeds(Duration timeout, ProcessBuilder command, Path log)
      throws IOException {
    // Standard input is a pipe that stays empty: a command that asks something gets no answer.
    var process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      var ended = process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS);
      if (ended && process.exitValue() == 0) {
        return true;
      }
      say(String.join(" ", command.command()) + " did not work: " + Files.readString(log).strip());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void say(String sentence) {
    System.err.println("[journeys] " + sentence);
  }
}
