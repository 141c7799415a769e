package dev.slipway.journey;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds a Chromium: the configured one, an installed one, or one that can be downloaded or
 * installed.
 */
final class BrowserFinder {
  static final String NAME = "SLIPWAY_TEST_BROWSER";

  private static final String NONE =
      "No browser for the journeys: install Chromium (apt-get install chromium) or set "
          + NAME
          + " to one";

  private final Probes probes;
  private boolean inVain;

  BrowserFinder(Probes probes) {
    this.probes = probes;
  }

  /**
   * @throws IllegalStateException with one line that says what to install
   */
  Path find() {
    return probes.named().map(this::named).orElseGet(this::any);
  }

  private Path named(Path path) {
    if (probes.runs(path)) {
      return path;
    }
    throw new IllegalStateException(NAME + " names " + path + ", which does not run");
  }

  private Path any() {
    // Every test asks; only the first waits for downloads that fail.
    if (inVain) {
      throw new IllegalStateException(NONE);
    }
    return waysToOne().findFirst().orElseThrow(this::none);
  }

  private Stream<Path> waysToOne() {
    return Stream.<Supplier<Optional<Path>>>of(
            this::installed, probes::downloaded, this::fromTheSystem)
        .flatMap(way -> way.get().filter(probes::runs).stream());
  }

  private Optional<Path> installed() {
    return probes.usual().stream().filter(probes::runs).findFirst();
  }

  private Optional<Path> fromTheSystem() {
    return probes.installed() ? installed() : Optional.empty();
  }

  private IllegalStateException none() {
    inVain = true;
    return new IllegalStateException(NONE);
  }

  /** What the finder asks the machine, or has it do. */
  interface Probes {
    /** The browser that is configured for the tests. */
    Optional<Path> named();

    /** The usual paths of a Chromium, the most likely first. */
    List<Path> usual();

    /** Whether the browser starts. An executable may lack its libraries. */
    boolean runs(Path browser);

    /** Playwright's own browser, after a download; empty if that fails. */
    Optional<Path> downloaded();

    /** Installs a browser from the system's packages; returns whether that worked. */
    boolean installed();
  }
}
