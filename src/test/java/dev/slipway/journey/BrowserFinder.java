package dev.slipway.journey;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds a Chromium: the one that was named, an installed one, or one that can be had. */
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
    // Every journey asks; only the first waits for downloads that do not work.
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

  /** What the machine is asked, and may be asked to do. */
  interface Probes {
    /** The browser that whoever runs the tests wants. */
    Optional<Path> named();

    /** Where systems put a Chromium, the likeliest first. */
    List<Path> usual();

    /** Whether it starts: a file may be there whose libraries are not. */
    boolean runs(Path browser);

    /** Playwright's own, after a download; empty where that does not work. */
    Optional<Path> downloaded();

    /** Installs the system's packages, where the system and the user allow that. */
    boolean installed();
  }
}
