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
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.restassured.RestAssured;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One person's browser for one test: its page, what it asked for and what it complained of. A test
 * that fails leaves a picture in {@code target/journeys}.
 */
public final class Journey implements BeforeEachCallback, AfterEachCallback {
  static final Path PICTURES = Path.of("target", "journeys");

  private static final ExtensionContext.Namespace RUN =
      ExtensionContext.Namespace.create(Journey.class);
  private static final double PATIENCE_MILLIS = 15_000;

  private final Browser.NewContextOptions options;
  private final Supplier<URI> app;
  private final Supplier<URI> store;
  private final List<Request> requests = new ArrayList<>();
  private final Set<Request> taken = new HashSet<>();
  private final List<String> complaints = new ArrayList<>();
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

  /** With an application elsewhere, and the origin at which browsers reach its store. */
  public static Journey at(Supplier<URI> app, Supplier<URI> store) {
    return new Journey(new Browser.NewContextOptions(), app, store);
  }

  /** On a page to which the application's Content-Security-Policy does not apply. */
  static Journey withoutPolicy() {
    return new Journey(new Browser.NewContextOptions().setBypassCSP(true));
  }

  /** With a small screen and a finger. */
  static Journey onPhone() {
    return new Journey(
        new Browser.NewContextOptions()
            .setViewportSize(390, 844)
            .setHasTouch(true)
            .setIsMobile(true));
  }

  /** Of somebody who lets no script run. */
  static Journey withoutScript() {
    return new Journey(new Browser.NewContextOptions().setJavaScriptEnabled(false));
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    // Closed by JUnit when the run ends.
    var browser =
        test.getRoot()
            .getStore(RUN)
            .computeIfAbsent(
                SharedBrowser.class, key -> SharedBrowser.start(), SharedBrowser.class);
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    context = browser.context(options.setBaseURL(app().toString()).setLocale("en-GB"));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    page = context.newPage();
    listenTo(page);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    if (context == null) {
      return;
    }
    if (test.getExecutionException().isPresent()) {
      picture("failed-" + test.getRequiredTestClass().getSimpleName() + "-" + name(test));
    }
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

  /** The browser is gone, whatever it was at. */
  void crash() {
    try {
      context.close();
    } catch (PlaywrightException closing) {
      // A request that somebody is in the way of was reported while it closed.
    }
  }

  /** The application's origin. */
  URI app() {
    return app.get();
  }

  /** The store's origin. */
  URI store() {
    return store.get();
  }

  /** Logs in without the page, as one of the demo accounts. */
  Journey as(String account) {
    var form =
        FormData.create()
            .set("username", account)
            .set("password", account + "-demo")
            .set("return", "/");
    var answer =
        context.request().post("/login", RequestOptions.create().setForm(form).setMaxRedirects(0));
    if (answer.status() != 303) {
      throw new AssertionError("Logging in was answered " + answer.status());
    }
    return this;
  }

  /** Opens the upload page, logged in as a creator. */
  public Page uploads() {
    as("creator");
    page.navigate("/");
    return page;
  }

  /** Has someone in the way of the bytes: the n-th PUT to the store is theirs to handle. */
  void meetPuts(BiConsumer<Integer, Route> handler) {
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

  /** The parts that the store has taken from this page so far, in the order of their numbers. */
  public List<Integer> partsTaken() {
    return requestsTo(store()).stream()
        .filter(request -> Film.isPart(request) && taken.contains(request))
        .map(Film::number)
        .sorted()
        .toList();
  }

  /** Every request of the page so far to an origin. */
  List<Request> requestsTo(URI origin) {
    return requests.stream().filter(request -> isOf(origin, request)).toList();
  }

  /** What the console showed in red: errors, and what the policy forbade. */
  List<String> complaints() {
    return complaints;
  }

  /** The whole page, with every transition at its end. */
  void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(PICTURES.resolve(name + ".png"))
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
      taken.add(response.request());
    }
  }

  private void listen(ConsoleMessage message) {
    if ("error".equals(message.type())) {
      complaints.add(message.text() + " at " + message.location());
    }
  }

  private static boolean isOf(URI origin, Request request) {
    return request.url().startsWith(origin + "/");
  }

  private static String name(ExtensionContext test) {
    return test.getRequiredTestMethod().getName();
  }
}
