package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BrowserFinderTest {
  private static final Path NAMED = Path.of("/opt/named");
  private static final Path FIRST = Path.of("/usr/bin/first");
  private static final Path SECOND = Path.of("/usr/bin/second");
  private static final Path DOWNLOADED = Path.of("/cache/downloaded");

  private final FakeMachine machine = new FakeMachine();
  private final BrowserFinder finder = new BrowserFinder(machine);

  @Test
  void usesTheNamedBrowserOrFails() {
    machine.named = NAMED;
    machine.running.addAll(Set.of(NAMED, FIRST));
    assertThat(finder.find()).isEqualTo(NAMED);

    machine.running.remove(NAMED);
    assertThatThrownBy(finder::find)
        .hasMessage("SLIPWAY_TEST_BROWSER names " + NAMED + ", which does not run");
    assertThat(machine.did).isEmpty();
  }

  @Test
  void prefersAnInstalledOneToADownload() {
    machine.running.addAll(Set.of(SECOND, DOWNLOADED));

    assertThat(finder.find()).isEqualTo(SECOND);
    assertThat(machine.did).isEmpty();
  }

  @Test
  void downloadsBeforeItInstalls() {
    machine.downloadable = true;
    machine.running.add(DOWNLOADED);

    assertThat(finder.find()).isEqualTo(DOWNLOADED);
    assertThat(machine.did).containsExactly("download");
  }

  @Test
  void installsWhereTheDownloadFailsOrDoesNotRun() {
    machine.installable = true;
    for (var downloadable : List.of(true, false)) {
      machine.running.clear();
      machine.did.clear();
      machine.downloadable = downloadable;

      assertThat(finder.find()).isEqualTo(FIRST);
      assertThat(machine.did).containsExactly("download", "install");
    }
  }

  @Test
  void reportsInOneLineWhatToInstall() {
    assertThatThrownBy(finder::find)
        .hasMessage(
            "No browser for the journeys: install Chromium (apt-get install chromium)"
                + " or set SLIPWAY_TEST_BROWSER to one");
  }

  @Test
  void triesToGetABrowserOnlyOnce() {
    for (var journey = 0; journey < 3; journey++) {
      assertThatThrownBy(finder::find).isInstanceOf(IllegalStateException.class);
    }
    assertThat(machine.did).containsExactly("download", "install");
  }

  private static final class FakeMachine implements BrowserFinder.Probes {
    private final Set<Path> running = new HashSet<>();
    private final List<String> did = new ArrayList<>();
    private Path named;
    private boolean downloadable;
    private boolean installable;

    @Override
    public Optional<Path> named() {
      return Optional.ofNullable(named);
    }

    @Override
    public List<Path> usual() {
      return List.of(FIRST, SECOND);
    }

    @Override
    public boolean runs(Path browser) {
      return running.contains(browser);
    }

    @Override
    public Optional<Path> downloaded() {
      did.add("download");
      return downloadable ? Optional.of(DOWNLOADED) : Optional.empty();
    }

    @Override
    public boolean installed() {
      did.add("install");
      if (installable) {
        running.add(FIRST);
      }
      return installable;
    }
  }
}
