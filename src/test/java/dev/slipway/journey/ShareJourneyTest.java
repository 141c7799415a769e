package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user shares a private video, and visitors without an account watch it. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ShareJourneyTest {
  private static final String READY = "() => document.getElementById('player')?.readyState >= 2";
  private static final String PASSWORD = "correct horse";
  private static final Page.GetByTextOptions EXACT = new Page.GetByTextOptions().setExact(true);

  @TempDir static Path directory;
  private static Path clip;

  @RegisterExtension final Journey owner = new Journey();
  @RegisterExtension final Journey visitor = new Journey();
  @RegisterExtension final Journey unscripted = Journey.withoutScript();

  @BeforeAll
  static void makeClip() {
    clip = PlayableVideos.mp4(directory, 1);
  }

  @Test
  void aVisitorWaitsForAnUploadAndThenWatches() {
    var heldPuts = owner.holdPuts();
    owner.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    var page = owner.openUploadPage();
    var card = UploadCard.choose(page, clip);
    page.waitForCondition(() -> !heldPuts.isEmpty());
    assertThat(card.part("share-meaning")).containsText("only you and administrators");
    card.press("Copy link");
    assertThat(copied(page)).endsWith("/videos/" + card.id());

    card.press("Create share link");
    assertThat(card.part("shared-text")).containsText("Everybody who has this share link");
    card.press("Copy share link");
    var address = copied(page);
    assertThat(card.part("shared-address")).hasText(address);
    owner.screenshot("share-card");

    visitor.page().navigate(address);
    assertThat(visitor.page()).hasURL(Pattern.compile(".*/videos/" + card.id()));
    assertThat(visitor.page().getByText("isn’t available yet")).isVisible();
    heldPuts.forEach(put -> put.resume());
    card.awaitPhase("done");

    visitor.page().waitForFunction(READY);
    assertThat(visitor.page().getByText("File name")).hasCount(0);
    visitor.screenshot("share-watch");
    assertThat(visitor.consoleErrors()).isEmpty();
    assertThat(owner.consoleErrors()).isEmpty();
  }

  @Test
  void theCardTellsWhatTheLinkGives() {
    var heldPuts = owner.holdPuts();
    var page = owner.openUploadPage();
    var card = UploadCard.choose(page, clip);
    page.waitForCondition(() -> !heldPuts.isEmpty());
    card.openDetails().root().getByLabel("Visibility").selectOption("unlisted");

    assertThat(card.part("share-meaning")).containsText("everybody who has the link");
    assertThat(card.button("Create share link")).isHidden();
    card.press("Cancel");
    card.awaitPhase("cancelled");
    assertThat(card.button("Copy link")).isHidden();
  }

  @Test
  void sharesWithAPasswordAndRevokes() throws IOException {
    var id = upload();
    var page = owner.as("creator").page();
    page.navigate("/videos/" + id);
    assertThat(page.getByText("Only the video’s owner and administrators can open this address"))
        .isVisible();
    owner.find(AriaRole.LINK, "Share links").click();
    owner.screenshot("share-empty");
    page.getByLabel("For whom").fill("Review team");
    page.getByLabel("Expires after").selectOption("7 days");
    page.getByLabel("Password").fill(PASSWORD);
    page.getByLabel("Number of viewers").fill("2");
    owner.find(AriaRole.BUTTON, "Create share link").click();

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("separately from the link");
    assertThat(page.getByRole(AriaRole.STATUS)).isFocused();
    var row = page.getByRole(AriaRole.LISTITEM).filter(withText("Review team"));
    assertThat(row).containsText("0 of 2 viewers");
    assertThat(row).containsText("Password");
    var address = row.locator("code").textContent();
    owner.screenshot("share-created");
    assertThat(Accessibility.violations(page)).isEmpty();

    watchWithPassword(address);

    page.reload();
    assertThat(row).containsText("1 of 2 viewers");
    row.getByText("Revoke", new Locator.GetByTextOptions().setExact(true)).click();
    row.getByText("Yes, revoke").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Share link revoked");
    assertThat(page.getByText("No share links yet")).isVisible();
    visitor.page().reload();
    assertThat(visitor.page().getByText("Your access through this link has ended")).isVisible();
    visitor.page().navigate(address);
    assertThat(visitor.page().getByText("This link doesn’t work", EXACT)).isVisible();
    visitor.screenshot("share-revoked");
  }

  @Test
  void worksWithoutJavaScript() throws IOException {
    var id = upload();
    var page = unscripted.as("creator").page();
    page.navigate("/videos/" + id + "/shares");
    page.getByLabel("Number of viewers").fill("1");
    unscripted.find(AriaRole.BUTTON, "Create share link").click();
    var address = page.getByRole(AriaRole.LISTITEM).last().locator("code").textContent();

    unscripted.context().clearCookies();
    page.navigate(address);
    unscripted.find(AriaRole.BUTTON, "Watch").click();
    assertThat(page).hasURL(Pattern.compile(".*/videos/" + id));
    assertThat(page.locator("video")).hasCount(1);
  }

  @Test
  void explainsWhatIsWrongInTheForm() throws IOException {
    var page = unscripted.as("creator").page();
    page.navigate("/videos/" + upload() + "/shares");
    page.getByLabel("For whom").fill("Friends");
    page.evaluate("() => document.querySelectorAll('input').forEach((i) => { i.type = 'text' })");
    page.getByLabel("Number of viewers").fill("many");
    unscripted.find(AriaRole.BUTTON, "Create share link").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("1 to 10,000");
    assertThat(page.getByLabel("For whom")).hasValue("Friends");
    assertThat(page.getByLabel("Number of viewers")).isFocused();
  }

  private void watchWithPassword(String address) {
    var page = visitor.page();
    page.navigate(address + "?t=1");
    assertThat(page.getByLabel("Password")).isFocused();
    assertThat(Accessibility.violations(page)).isEmpty();
    page.getByLabel("Password").fill("wrong horse");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("password is wrong");
    visitor.screenshot("share-password");
    page.getByLabel("Password").fill(PASSWORD);
    visitor.find(AriaRole.BUTTON, "Watch").click();
    assertThat(page).hasURL(Pattern.compile(".*/videos/[a-z2-7]{26}\\?t=1"));
    page.waitForFunction(READY);
    // The 403 of the wrong password.
    assertThat(visitor.consoleErrors()).allMatch(line -> line.contains("403"));
  }

  private static String upload() throws IOException {
    return ApiClient.as("creator").upload("Harbour.mp4", Files.readAllBytes(clip)).getString("id");
  }

  private static Locator.FilterOptions withText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static String copied(Page page) {
    return (String) page.evaluate("() => navigator.clipboard.readText()");
  }
}
