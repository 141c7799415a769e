package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user follows an upload step by step. {@link LayoutJourneyTest} checks the layout. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class WalkJourneyTest {
  private static final Pattern SIGNATURE = Pattern.compile("X-Amz-Signature=[0-9a-f]{7}");
  private static final String READY = "() => document.getElementById('player').readyState >= 1";

  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey unscripted = Journey.withoutScript();
  @RegisterExtension final Journey phone = Journey.onPhone();

  @Test
  void showsRequestAnswerAndRowOfEachStep() throws IOException {
    var page = openFromTheIndex();
    var clip = PlayableVideos.mp4(directory, 1);
    choose(page, clip);
    assertThat(step(1)).containsText(ApiClient.sha256(Files.readAllBytes(clip)));
    assertThat(requestsToStore()).isZero();

    next(2);
    assertThat(step(2)).containsText("POST /api/uploads");
    assertThat(step(2)).containsText("\"fileName\": \"" + clip.getFileName() + "\"");
    assertThat(step(2)).containsText("201");
    assertThat(activeMessages()).containsText(new String[] {"POST", "201"});

    next(3);
    assertThat(step(3)).containsText("\"status\": \"OPEN\"");
    assertThat(step(3)).containsText("\"checksum_sha256\"");
    assertThat(requestsToStore()).isZero();

    next(4);
    assertThat(step(4)).containsText("PUT /slipway-videos/videos/");
    assertThat(step(4)).containsText("If-None-Match: *");
    assertThat(step(4)).containsText("OPTIONS /slipway-videos/videos/");
    assertThat(step(4)).containsText("Access-Control-Request-Method: PUT");
    assertThat(activeMessages())
        .containsText(new String[] {"OPTIONS", "CORS", "PUT to the signed URL", "200"});
    assertThat(step(4)).containsText("etag: ");
    assertThat(requestsToStore()).isPositive();

    next(5);
    assertThat(step(5)).containsText("webhook");
    assertThat(step(5)).containsText("APPLIED");
    assertThat(step(5)).containsText("\"eventName\": \"s3:ObjectCreated:Put\"");
    assertThat(step(5)).containsText("‹masked›");

    next(6);
    assertThat(step(6)).containsText("Written after the notification.");
    assertThat(step(6)).containsText("\"stored_by\": \"NOTIFICATION\"");

    next(7);
    page.waitForFunction(READY);
    assertThat(step(7)).containsText("206");
    assertThat(page.locator("#timeline").getByRole(AriaRole.LISTITEM))
        .hasText(
            new Pattern[] {
              Pattern.compile("Upload opened"),
              Pattern.compile("Object stored"),
              Pattern.compile("Catalogued by notification")
            });
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("All 7 steps have ended");
    assertThat(page.locator(".walk").textContent()).doesNotContainPattern(SIGNATURE);
    assertThat(Accessibility.violations(page)).isEmpty();
    assertThat(journey.consoleErrors()).isEmpty();
    journey.screenshot("walk");

    page.getByText("Open the video page").click();
    assertThat(page.locator("#timeline")).containsText("Catalogued by notification");
  }

  @Test
  void runsAllStepsWithASample() {
    var page = open();

    journey.find(AriaRole.BUTTON, "Use a sample").click();
    assertThat(step(1)).hasAttribute("data-state", "done");
    assertThat(journey.find(AriaRole.BUTTON, "Next")).isFocused();
    journey.find(AriaRole.BUTTON, "Run all").press("Enter");

    assertThat(step(7)).hasAttribute("data-state", "done");
    page.waitForFunction(READY);
    assertThat(journey.find(AriaRole.BUTTON, "Start again")).isFocused();
    assertThat(journey.consoleErrors()).isEmpty();

    journey.find(AriaRole.BUTTON, "Start again").click();
    assertThat(step(1)).not().hasAttribute("data-state", "done");
    assertThat(page.locator("#step-2 .block")).hasCount(0);
    assertThat(page.getByLabel("Choose a file")).isFocused();
  }

  @Test
  void continuesWithoutANotification() {
    var page = open();
    // As if the store's event were still on its way.
    journey
        .context()
        .route(
            url -> url.contains("/api/lab/walks/"),
            route -> {
              var answer = route.fetch();
              var text =
                  answer
                      .text()
                      .replaceFirst(
                          "\"notifications\":\\[.*],\"object\"", "\"notifications\":[],\"object\"");
              route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(text));
            });
    journey.find(AriaRole.BUTTON, "Use a sample").click();
    assertThat(step(1)).hasAttribute("data-state", "done");
    journey.find(AriaRole.BUTTON, "Run all").click();

    assertThat(step(5)).hasAttribute("data-state", "missing");
    assertThat(step(5)).containsText("No notification yet");
    assertThat(step(7)).hasAttribute("data-state", "done");
    assertThat(page.locator("#problem")).isHidden();
  }

  @Test
  void abortsTheUploadWhenItIsCancelled() {
    open();
    journey.find(AriaRole.BUTTON, "Use a sample").click();
    assertThat(step(1)).hasAttribute("data-state", "done");
    next(2);
    next(3);
    var id = step(3).locator("pre").textContent().replaceAll("(?s).*?\"id\": \"(\\w+)\".*", "$1");

    journey
        .page()
        .waitForResponse(
            answer -> answer.request().method().equals("DELETE"),
            () -> journey.find(AriaRole.BUTTON, "Cancel").click());

    ApiClient.as("creator")
        .request()
        .get("/api/uploads/{id}", id)
        .then()
        .statusCode(200)
        .body("status", equalTo("ABORTED"));
    assertThat(requestsToStore()).isZero();
    assertThat(journey.find(AriaRole.BUTTON, "Next")).isHidden();
  }

  @Test
  void refusesAFileThatIsNoVideo() throws IOException {
    var page = open();
    var text = Files.writeString(directory.resolve("notes.txt"), "Dear diary");

    page.getByLabel("Choose a file").setInputFiles(text);

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("“notes.txt” can’t be uploaded");
    assertThat(journey.find(AriaRole.BUTTON, "Next")).isHidden();
  }

  @Test
  void handsTheSignedUrlOverToTheInspector() {
    var page = open();
    journey.find(AriaRole.BUTTON, "Use a sample").click();
    assertThat(step(1)).hasAttribute("data-state", "done");
    for (var number = 2; number <= 4; number++) {
      next(number);
    }

    journey.find(AriaRole.LINK, "Inspect this URL").click();

    assertThat(page.locator("[data-code=own-signature-valid]")).isVisible();
  }

  /** The browser doesn't show a preflight to scripts, but it shows it to this test. */
  @Test
  void showsThePreflightThatTheBrowserSends() {
    var page = open();
    var preflights = new ArrayList<JsonObject>();
    var devTools = journey.context().newCDPSession(page);
    devTools.on(
        "Network.requestWillBeSent",
        event -> {
          var request = event.getAsJsonObject("request");
          if (request.get("method").getAsString().equals("OPTIONS")) {
            preflights.add(request.getAsJsonObject("headers"));
          }
        });
    devTools.send("Network.enable");
    journey.find(AriaRole.BUTTON, "Use a sample").click();
    assertThat(step(1)).hasAttribute("data-state", "done");
    for (var number = 2; number <= 4; number++) {
      next(number);
    }

    assertThat(preflights).isNotEmpty();
    for (var name : List.of("Access-Control-Request-Method", "Access-Control-Request-Headers")) {
      assertThat(step(4)).containsText(name + ": " + preflights.get(0).get(name).getAsString());
    }
  }

  @Test
  void keepsTheDiagramInSightWhileTheStepsScroll() {
    var page = open();
    page.setViewportSize(1280, 800);
    journey.find(AriaRole.BUTTON, "Use a sample").click();
    assertThat(step(1)).hasAttribute("data-state", "done");
    journey.find(AriaRole.BUTTON, "Run all").click();
    assertThat(step(6)).hasAttribute("data-state", "done");
    assertThat(step(7)).hasAttribute("data-state", "done");

    assertThat(page.locator("#step-1")).not().isInViewport();
    assertThat(page.locator("#diagram-title")).isInViewport();
    assertThat(page.locator(".diagram .message").last()).isInViewport();
  }

  @Test
  void opensTheDiagramOnAPhoneOnRequest() {
    var page = phone.as("creator").page();
    page.navigate("/lab/walk");
    assertThat(page.locator(".diagram .message").first()).isHidden();

    page.getByText("Who sends what").click();
    assertThat(page.locator(".diagram .message").first()).isVisible();
  }

  @Test
  void canBeReadWithoutJavaScript() {
    var page = unscripted.as("creator").page();
    page.navigate("/lab/walk");

    assertThat(page.locator("noscript .notice")).isVisible();
    assertThat(page.locator(".walk-step")).hasCount(7);
    page.getByText("Who sends what").click();
    assertThat(page.locator(".diagram .message").first()).isVisible();
  }

  private Page openFromTheIndex() {
    var page = journey.as("creator").page();
    page.navigate("/lab");
    page.locator(".experiments a").first().click();
    assertThat(page).hasURL(Pattern.compile("/lab/walk$"));
    return page;
  }

  private Page open() {
    var page = journey.as("creator").page();
    page.navigate("/lab/walk");
    return page;
  }

  private void choose(Page page, Path file) {
    page.getByLabel("Choose a file").setInputFiles(file);
    assertThat(step(1)).hasAttribute("data-state", "done");
  }

  private void next(int number) {
    journey.find(AriaRole.BUTTON, "Next").click();
    assertThat(step(number)).hasAttribute("data-state", "done");
  }

  private Locator step(int number) {
    return journey.page().locator("#step-" + number);
  }

  private Locator activeMessages() {
    return journey.page().locator(".message[aria-current=step] .what");
  }

  private long requestsToStore() {
    return journey.requestsTo(journey.store()).size();
  }
}
