package dev.slipway.journey;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.util.ArrayList;
import java.util.List;

/** The browser of a test run. Playwright must be used by one thread, which is that of the tests. */
final class SharedBrowser implements AutoCloseable {
  private static final BrowserFinder FINDER = new BrowserFinder(new LocalMachine());
  private static final double START_TIMEOUT_MILLIS = 60_000;
  private static final List<String> FLAGS =
      List.of(
          "--disable-background-networking",
          "--disable-component-update",
          "--no-first-run",
          "--disable-gpu",
          // Containers have 64 MB of shared memory, too little for a page.
          "--disable-dev-shm-usage");

  private final Playwright playwright;
  private final BrowserType.LaunchOptions launch;
  private Browser browser;

  private SharedBrowser(Playwright playwright, BrowserType.LaunchOptions launch) {
    this.playwright = playwright;
    this.launch = launch;
    this.browser = playwright.chromium().launch(launch);
  }

  static SharedBrowser start() {
    var path = FINDER.find();
    var playwright =
        Playwright.create(new Playwright.CreateOptions().setEnv(LocalMachine.NO_DOWNLOAD));
    var launch =
        new BrowserType.LaunchOptions()
            .setHeadless(true)
            .setExecutablePath(path)
            .setArgs(flags())
            .setTimeout(START_TIMEOUT_MILLIS);
    return new SharedBrowser(playwright, launch);
  }

  /** A context of the browser, or of a new one if it has crashed, as Chromium sometimes does. */
  BrowserContext context(Browser.NewContextOptions options) {
    try {
      return browser.newContext(options);
    } catch (PlaywrightException crashed) {
      browser = playwright.chromium().launch(launch);
      return browser.newContext(options);
    }
  }

  @Override
  public void close() {
    playwright.close();
  }

  private static List<String> flags() {
    var flags = new ArrayList<>(FLAGS);
    if (LocalMachine.ROOT) {
      flags.add("--no-sandbox");
    }
    return flags;
  }
}
