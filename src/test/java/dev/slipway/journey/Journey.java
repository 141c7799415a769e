package dev.slipway.journey;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.restassured.RestAssured;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The browser of one user in one test: its page, its requests and its console errors. A test that
 * fails leaves a screenshot in {@code target/journeys}.
 */
public final class Journey implements BeforeEachCallback, AfterEachCallback {
  static final Path SCREENSHOTS = Path.of("target", "journeys");

  private static final ExtensionContext.Namespace RUN =
      ExtensionContext.Namespace.create(Journey.class);
  private static final double TIMEOUT_MILLIS = 15_000;

  /** Screenshots take about a third of a second each, and nothing compares them. */
  private static final boolean ALL_SCREENSHOTS = Boolean.getBoolean("slipway.journey.screenshots");

  /**
   * The session cookies by application and account. Tests share them, because checking a password
   * takes a tenth of a second.
   */
  private static final Map<String, List<Cookie>> SESSIONS = new HashMap<>();

  private final Browser.NewContextOptions options;
  private final Supplier<URI> app;
  private final Supplier<URI> store;
  private final List<Request> requests = new ArrayList<>();
  private final Set<Request> acceptedRequests = new HashSet<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  Journey() {
    this(new Browser.NewContextOptions());
  }

  private Journey(Browser.NewContextOptions options) {
    this(options, Journey::appUnderTest, Journey::storeOfAppUnderTest);
  }

  private Journey(Browser.NewContextOptions options, Supplier<URI> app, Supplier<URI> store) {
    this.options = options;
    this.app = app;
    this.store = store;
  }

  /** For another application, and the origin at which browsers reach its store. */
  public static Journey at(Supplier<URI> app, Supplier<URI> store) {
    return new Journey(new Browser.NewContextOptions(), app, store);
  }

  /** Ignores the application's Content-Security-Policy. */
  static Journey withoutPolicy() {
    return new Journey(new Browser.NewContextOptions().setBypassCSP(true));
  }

  /** Has a small touch screen. */
  static Journey onPhone() {
    return new Journey(
        new Browser.NewContextOptions()
            .setViewportSize(390, 844)
            .setHasTouch(true)
            .setIsMobile(true));
  }

  /** Has JavaScript turned off. */
  static Journey withoutScript() {
    return new Journey(new Browser.NewContextOptions().setJavaScriptEnabled(false));
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    // JUnit closes it at the end of the run.
    var browser =
        test.getRoot()
            .getStore(RUN)
            .computeIfAbsent(
                SharedBrowser.class, key -> SharedBrowser.start(), SharedBrowser.class);
    PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLIS);
    context = browser.context(options.setBaseURL(app().toString()).setLocale("en-GB"));
    context.setDefaultTimeout(TIMEOUT_MILLIS);
    page = context.newPage();
    listenTo(page);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    if (context == null) {
      return; // Never opened, or crashed.
    }
    if (test.getExecutionException().isPresent()) {
      saveScreenshot("failed-" + test.getRequiredTestClass().getSimpleName() + "-" + name(test));
    }
    // A handler that runs while the context closes would fail.
    context.unrouteAll();
    context.close();
  }

  public Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  Locator find(AriaRole role, String name) {
    return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /**
   * Presses Tab until an element has the focus.
   *
   * @throws AssertionError if that takes more than {@code maxTabs}
   */
  void tabTo(Locator target, int maxTabs) {
    for (var tab = 0; tab < maxTabs; tab++) {
      page().keyboard().press("Tab");
      if ((boolean) target.evaluate("element => element === document.activeElement")) {
        return;
      }
    }
    throw new AssertionError("Not reached with " + maxTabs + " tabs: " + target);
  }

  /** Closes the browser at once, like a crash. */
  void crash() {
    try {
      context.close();
    } catch (PlaywrightException closing) {
      // An intercepted request may be reported while the context closes.
    }
    context = null;
  }

  /** The application's origin. */
  URI app() {
    return app.get();
  }

  /** The store's origin. */
  URI store() {
    return store.get();
  }

  /** Continues the session of a demo account, or logs in, without the login page. */
  public Journey as(String account) {
    var key = app() + " " + account;
    var session = SESSIONS.get(key);
    if (session != null) {
      context.addCookies(session);
      // A test may have ended the session.
      if (context.request().get("/api/me").ok()) {
        return this;
      }
    }
    logIn(account);
    SESSIONS.put(key, context.cookies(app().toString()));
    return this;
  }

  /** Opens the upload page, logged in as a creator. */
  public Page openUploadPage() {
    as("creator");
    page.navigate("/");
    return page;
  }

  /** Passes each PUT to the store to a handler, with its number. */
  void interceptPuts(BiConsumer<Integer, Route> handler) {
    var count = new AtomicInteger();
    context.route(
        url -> url.startsWith(store() + "/"),
        route -> {
          if ("PUT".equals(route.request().method())) {
            handler.accept(count.incrementAndGet(), route);
          } else {
            route.resume();
          }
        });
  }

  /**
   * Holds back each PUT to the store, and adds it to the returned list. A change of the details
   * that arrives while the upload ends is refused with 409 and repeated, which the console shows as
   * an error; with held PUTs it arrives before.
   */
  List<Route> holdPuts() {
    var held = new ArrayList<Route>();
    interceptPuts((count, route) -> held.add(route));
    return held;
  }

  /** The numbers of the parts that the store has accepted from this browser, in ascending order. */
  public List<Integer> storedParts() {
    return requestsTo(store()).stream()
        .filter(request -> LargeFile.isPart(request) && acceptedRequests.contains(request))
        .map(LargeFile::partNumber)
        .sorted()
        .toList();
  }

  /** All requests to an origin so far. */
  List<Request> requestsTo(URI origin) {
    return requests.stream().filter(request -> isOf(origin, request)).toList();
  }

  /** Errors in the console, including violations of the Content-Security-Policy. */
  List<String> consoleErrors() {
    return complaints;
  }

  /** Warnings in the console, such as one about a preloaded file that isn't used. */
  List<String> consoleWarnings() {
    return warnings;
  }

  /**
   * Saves a screenshot of the whole page, with all transitions at their end, if the system property
   * {@code slipway.journey.screenshots} is true.
   */
  void screenshot(String name) {
    if (ALL_SCREENSHOTS) {
      saveScreenshot(name);
    }
  }

  private void logIn(String account) {
    var form =
        FormData.create()
            .set("username", account)
            .set("password", account + "-demo")
            .set("return", "/");
    var answer =
        context.request().post("/login", RequestOptions.create().setForm(form).setMaxRedirects(0));
    if (answer.status() != 303) {
      throw new AssertionError("Login returned status " + answer.status());
    }
  }

  private void saveScreenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(name + ".png"))
            .setFullPage(true)
            .setAnimations(ScreenshotAnimations.DISABLED));
  }

  private static URI appUnderTest() {
    return URI.create("http://127.0.0.1:" + RestAssured.port);
  }

  private static URI storeOfAppUnderTest() {
    return ConfigProvider.getConfig().getValue("slipway.store.public-endpoint", URI.class);
  }

  private void listenTo(Page page) {
    page.onRequest(requests::add);
    page.onResponse(this::note);
    page.onConsoleMessage(this::listen);
    page.onPageError(complaints::add);
  }

  private void note(Response response) {
    if (response.ok()) {
      acceptedRequests.add(response.request());
    }
  }

  private void listen(ConsoleMessage message) {
    if ("error".equals(message.type())) {
      complaints.add(message.text() + " at " + message.location());
    } else if ("warning".equals(message.type())) {
      warnings.add(message.text() + " at " + message.location());
    }
  }

  private static boolean isOf(URI origin, Request request) {
    return request.url().startsWith(origin + "/");
  }

  private static String name(ExtensionContext test) {
    return test.getRequiredTestMethod().getName();
  }
}
