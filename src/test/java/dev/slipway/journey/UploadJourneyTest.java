package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.PlayableVideos;
import dev.slipway.testing.TestAccount;
import dev.slipway.web.Formats;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user uploads a video and watches it. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class UploadJourneyTest {
  private static final int SECONDS = 4;
  private static final int QUOTA = 5_000_000;
  @TempDir static Path directory;
  private static Path clip;
  private static long size;

  @RegisterExtension final Journey journey = new Journey();

  @BeforeAll
  static void makeClip() throws IOException {
    clip = PlayableVideos.mp4(directory, SECONDS);
    size = Files.size(clip);
  }

  @Test
  void returnsFromTheLoginAndUploads() {
    var page = journey.page();
    page.navigate("/");
    assertThat(page).hasURL(Pattern.compile("/login\\?return=%2F$"));
    page.getByLabel("Username").fill("creator");
    page.getByLabel("Password").fill("creator-demo");
    journey.find(AriaRole.BUTTON, "Log in").click();

    var card = UploadCard.choose(page, clip);

    card.awaitPhase("done");
    assertThat(card.part("exact")).hasText(String.format(Locale.ROOT, "%,d bytes", size));
    assertThat(card.part("format")).hasText("MP4 (video/mp4)");
    assertThat(card.part("location"))
        .hasText("s3://slipway-videos/videos/" + card.id() + "/source");
    assertThat(journey.consoleErrors()).isEmpty();
    journey.screenshot("upload-done");
  }

  @Test
  void showsWhatIsLeftOfTheQuotaAfterAnUpload() {
    var account = TestAccount.creator();
    limitQuota(account, Map.of("bytes", QUOTA, "videos", 1));
    var page = logIn(account);
    var quota = page.locator("#quota");
    var videos = page.locator("#quota-videos");
    var usedUp = page.locator("#quota-used-up");
    assertThat(quota).hasText("0 bytes of 5 MB used, 5 MB left");
    assertThat(videos).hasText("0 of 1 videos");
    assertThat(usedUp).isHidden();

    UploadCard.choose(page, clip).awaitPhase("done");

    assertThat(quota)
        .hasText(
            "%s of 5 MB used, %s left"
                .formatted(Formats.humanBytes(size), Formats.humanBytes(QUOTA - size)));
    assertThat(videos).hasText("1 of 1 videos");
    assertThat(usedUp).containsText("Your quota is used up.");
    journey.screenshot("upload-quota");
    var refused =
        UploadCard.choose(page, ClipCopies.copy(clip, directory.resolve("refused.mp4"), 1));
    refused.awaitPhase("failed");
    assertThat(refused.link("Open the trash")).isVisible();

    page.reload();
    assertThat(usedUp).isVisible();
    usedUp.getByText("the trash").click();
    assertThat(page).hasURL(Pattern.compile("/videos/trash$"));
  }

  @Test
  void refusesAFileThatDoesNotFitBesideAnotherOne() {
    var account = TestAccount.creator();
    limitQuota(account, Map.of("bytes", Math.toIntExact(size * 3 / 2)));
    var page = logIn(account);

    page.getByLabel("Choose files").setInputFiles(ClipCopies.of(clip, directory, "beside", 2));

    assertThat(page.locator("article[data-phase=done]")).hasCount(1);
    assertThat(page.locator("article.upload")).hasCount(1);
    assertThat(journey.find(AriaRole.LIST, "Notices about files"))
        .containsText("doesn’t fit into your quota");
  }

  @Test
  void offersTheTrashIfAFileDoesNotFitIntoTheQuota() {
    var account = TestAccount.creator();
    limitQuota(account, Map.of("bytes", 10));
    var page = logIn(account);

    page.getByLabel("Choose files").setInputFiles(clip);

    var notice = journey.find(AriaRole.LIST, "Notices about files");
    assertThat(notice)
        .containsText(
            "Delete a video permanently, empty the trash or discard an unfinished upload.");
    assertThat(notice.getByText("Open the trash")).isVisible();
  }

  @Test
  void sendsTheBytesOnlyToTheStoreAndWithoutACookie() {
    var page = journey.openUploadPage();
    UploadCard.choose(page, clip).awaitPhase("done");

    var sentToApp =
        journey.requestsTo(journey.app()).stream()
            .mapToLong(request -> request.sizes().requestBodySize)
            .sum();
    assertThat(sentToApp).isPositive().isLessThan(size / 10);
    assertThat(journey.requestsTo(journey.app()))
        .filteredOn(request -> "POST".equals(request.method()))
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.headerValue("cookie")).isNotNull());
    var put =
        journey.requestsTo(journey.store()).stream()
            .filter(request -> "PUT".equals(request.method()))
            .toList();
    assertThat(put).singleElement().satisfies(UploadJourneyTest::hasNoCookie);
    assertThat(put.get(0).headerValue("content-length")).isEqualTo(Long.toString(size));
  }

  @Test
  void playsAndSeeksTheUploadedVideo() {
    var page = journey.openUploadPage();
    var heldPuts = journey.holdPuts();
    var card = UploadCard.choose(page, clip);
    card.setTitle("A bar that moves");
    page.waitForCondition(() -> !heldPuts.isEmpty());
    heldPuts.forEach(Route::resume);
    card.awaitPhase("done");

    card.link("Open the video page").click();

    assertThat(journey.find(AriaRole.HEADING, "A bar that moves")).isVisible();
    page.waitForFunction("() => document.getElementById('player').readyState >= 2");
    assertThat(number(page, "player => player.duration")).isCloseTo(SECONDS, within(0.2));
    assertThat(
            number(
                page,
                """
                player => new Promise(resolve => {
                  player.addEventListener("seeked", () => resolve(player.currentTime));
                  player.currentTime = 2.5;
                })\
                """))
        .isCloseTo(2.5, within(0.1));
    assertThat(
            number(
                page,
                """
                async player => {
                  player.muted = true;
                  await player.play();
                  await new Promise(resolve => player.addEventListener("ended", resolve));
                  return player.currentTime;
                }\
                """))
        .isCloseTo(SECONDS, within(0.2));
    assertThat(page.locator("#player-trouble")).isHidden();
    assertThat(journey.consoleErrors()).isEmpty();
    journey.screenshot("watch");
  }

  @Test
  void showsWhatJustHappened() {
    var card = UploadCard.choose(journey.openUploadPage(), clip);
    card.awaitPhase("done");

    card.root().getByText("What just happened").click();

    var steps = card.part("steps").getByRole(AriaRole.LISTITEM);
    assertThat(steps).hasCount(5);
    assertThat(steps.nth(0)).containsText("POST /api/uploads");
    assertThat(steps.nth(0)).containsText("201 after");
    assertThat(steps.nth(0)).containsText("\"size\": " + size);
    assertThat(steps.nth(1)).containsText(journey.store().getAuthority());
    assertThat(steps.nth(1)).containsText("videos/" + card.id() + "/source");
    assertThat(steps.nth(1)).containsText("content-length: " + size);
    assertThat(steps.nth(1)).containsText("if-none-match: *");
    assertThat(steps.nth(2)).containsText("200 after");
    assertThat(steps.nth(3)).containsText("/completion");
    assertThat(steps.nth(4)).containsText("Stored at");
    assertThat(steps.nth(4)).containsText("Catalogued at");
    assertThat(steps.nth(4)).containsText("which arrived before");
    assertThat(card.root().getByText("Take a signed URL apart in the lab")).isVisible();
    var put =
        journey.requestsTo(journey.store()).stream()
            .filter(request -> "PUT".equals(request.method()))
            .findFirst()
            .orElseThrow();
    var signature = put.url().replaceFirst(".*X-Amz-Signature=([0-9a-f]{64}).*", "$1");
    assertThat(signature).hasSize(64);
    assertThat(steps.nth(1)).containsText(signature.substring(0, 6) + "…");
    assertThat(journey.page().content()).doesNotContain(signature.substring(0, 8));
    assertThat(journey.consoleErrors()).isEmpty();
    journey.screenshot("upload-exchange");
  }

  @Test
  void showsTheUploadToTheAdmin() {
    var page = journey.openUploadPage();
    var card = UploadCard.choose(page, clip);
    card.setTitle("For the admin");
    card.awaitPhase("done");
    var id = card.id();

    journey.as("admin");
    page.navigate("/admin/videos");

    var row =
        journey
            .find(AriaRole.TABLE, "Videos, newest first")
            .getByRole(AriaRole.ROW)
            .filter(new Locator.FilterOptions().setHasText("For the admin"));
    assertThat(row).containsText("Ready");
    assertThat(row.getByTitle(String.format(Locale.ROOT, "%,d bytes", size))).isVisible();
    assertThat(row).containsText("MP4");
    assertThat(row.getByTitle("s3://slipway-videos/videos/" + id + "/source").first()).isVisible();
    assertThat(row).containsText("creator");
    journey.screenshot("admin");
  }

  // Cookies ignore ports. On the same host, only the request's credentials mode keeps the session
  // from the store.
  private static void hasNoCookie(Request request) {
    assertThat(request.headerValue("cookie")).isNull();
    assertThat(request.headerValue("authorization")).isNull();
  }

  private static double number(Page page, String script) {
    return ((Number) page.locator("#player").evaluate(script)).doubleValue();
  }

  private static void limitQuota(TestAccount account, Map<String, Integer> quota) {
    ApiClient.as("admin")
        .request()
        .contentType(ContentType.JSON)
        .body(Map.of("quota", quota))
        .patch("/api/accounts/{name}", account.name())
        .then()
        .statusCode(200);
  }

  private Page logIn(TestAccount account) {
    var page = journey.page();
    page.navigate("/login?return=/");
    page.getByLabel("Username").fill(account.name());
    page.getByLabel("Password").fill(TestAccount.PASSWORD);
    journey.find(AriaRole.BUTTON, "Log in").click();
    return page;
  }
}
