package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.webhooks.ReceiverRecipe;
import dev.slipway.webhooks.ReceiverRecipe.Language;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user adds a webhook, runs a receiver from the page, and repairs it after an outage. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class WebhooksJourneyTest {
  private static final int MAX_TABS = 25;
  private static final Pattern SECRET = Pattern.compile("whsec_[A-Za-z0-9+/=]{44}");

  private final ApiClient creator = ApiClient.as("creator");

  @RegisterExtension final Journey journey = new Journey();
  @RegisterExtension final Journey unscripted = Journey.withoutScript();
  @RegisterExtension final Journey stranger = new Journey();

  private int port;

  @BeforeEach
  void findFreePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  @AfterEach
  void deleteWebhooks() {
    for (var id : creator.request().get("/api/webhooks").jsonPath().getList("items.id")) {
      creator.request().delete("/api/webhooks/{id}", id).then().statusCode(204);
    }
  }

  @Test
  void repairsAReceiverAndSendsDeadEventsAgain() {
    var page = journey.as("creator").page();
    page.navigate("/tokens");
    journey.find(AriaRole.LINK, "Webhooks").click();
    assertThat(page.getByText("No webhooks yet")).isVisible();
    var secret = addWebhook(journey, "Publisher");

    journey.find(AriaRole.BUTTON, "Send a test event").click();
    assertThat(test(page)).containsText("Dead");
    assertThat(test(page)).containsText("webhook.test");
    assertThat(page.getByText(secret).first()).isVisible();
    journey.screenshot("webhook-receiver-missing");

    try (var receiver = ReceiverRecipe.start(Language.JAVA, secret, port)) {
      journey.find(AriaRole.BUTTON, "Send a test event").click();
      assertThat(test(page)).containsText("Delivered");
      assertThat(test(page)).containsText("status 204");
      receiver.awaitOutput("\"type\":\"webhook.test\"");
      assertThat(receiver.output()).doesNotContain("Refused");
      journey.screenshot("webhook-tested");
    }

    var video = creator.upload("clip.mp4", Mp4Header.bytes(1_200, 9)).getString("id");
    delete(video);
    assertThat(deliveries(page).filter(withText("video.deleted"))).containsText("Pending");
    assertThat(page.getByText("2 pending, 0 dead")).isVisible();
    press(page, "Disable", "Disable this webhook");
    assertThat(page.getByText("0 pending, 2 dead")).isVisible();
    assertThat(page.getByText("Disabled by creator.")).isVisible();
    assertThat(deliveries(page).filter(withText("video.deleted"))).containsText("Dead");
    journey.screenshot("webhook-dead");

    press(page, "Enable", "Enable this webhook");
    try (var receiver = ReceiverRecipe.start(Language.JAVA, secret, port)) {
      journey.find(AriaRole.BUTTON, "Send all dead deliveries again (2)").click();
      assertThat(deliveries(page).filter(withText("video.deleted"))).containsText("Delivered");
      assertThat(page.getByText("0 pending, 0 dead")).isVisible();
      receiver.awaitOutput(video);
      assertThat(receiver.output()).doesNotContain("Refused");
    }
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void sendsOneEventAgainWithTheNewSecret() {
    var page = journey.as("creator").page();
    page.navigate("/webhooks");
    addWebhook(journey, "Publisher");
    journey.find(AriaRole.BUTTON, "Send a test event").click();
    var delivery = deliveries(page).filter(withText("webhook.test"));
    assertThat(delivery).containsText("Dead");

    press(page, "Replace the secret", "Replace the secret");
    var secret = shownSecret(page);
    try (var receiver = ReceiverRecipe.start(Language.JAVA, secret, port)) {
      delivery.locator("summary").click();
      assertThat(delivery).containsText("webhook-signature: v1,");
      assertThat(delivery).containsText("\"type\":\"webhook.test\"");
      delivery.getByRole(AriaRole.BUTTON).click();

      assertThat(test(page)).containsText("status 204");
      assertThat(page.locator("#test")).isFocused();
      assertThat(delivery).containsText("Delivered");
      assertThat(delivery.locator("details")).hasAttribute("open", "");
      receiver.awaitOutput("\"type\":\"webhook.test\"");
      journey.screenshot("webhook-sent-again");
    }
    assertThat(page.getByText("Copy the secret now")).isVisible();
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void explainsWhatIsWrongBesideTheField() {
    var page = journey.as("creator").page();
    page.navigate("/webhooks");
    page.getByLabel("URL of the receiver").fill("https://me:pw@receiver.invalid/");
    page.keyboard().press("Enter");

    assertThat(page.getByRole(AriaRole.ALERT))
        .containsText("must not contain a user name or a password");
    assertThat(page.getByLabel("URL of the receiver")).isFocused();
    page.getByLabel("URL of the receiver").fill("https://receiver.invalid/");
    for (var event : List.of("video.ready", "video.rejected", "video.deleted", "upload.expired")) {
      page.getByLabel(event).uncheck();
    }
    journey.find(AriaRole.BUTTON, "Add webhook").click();

    assertThat(page.getByRole(AriaRole.ALERT)).hasText("Choose at least one event.");
    assertThat(page.getByLabel("video.ready")).isFocused();
    assertThat(page.getByLabel("URL of the receiver")).hasValue("https://receiver.invalid/");
  }

  @Test
  void worksWithTheKeyboard() {
    var page = journey.as("creator").page();
    page.navigate("/webhooks");
    journey.tabTo(page.getByLabel("URL of the receiver"), MAX_TABS);
    page.keyboard().type("http://127.0.0.1:" + port + "/");
    journey.tabTo(page.getByLabel("upload.expired"), MAX_TABS);
    page.keyboard().press("Space");
    journey.tabTo(journey.find(AriaRole.BUTTON, "Add webhook"), MAX_TABS);
    page.keyboard().press("Enter");
    assertThat(page.getByText("Copy the secret now")).isVisible();

    var button = journey.find(AriaRole.BUTTON, "Send a test event");
    journey.tabTo(button, MAX_TABS);
    page.keyboard().press("Enter");
    assertThat(test(page)).containsText("Dead");
    assertThat(button).isFocused();
    journey.tabTo(deliveries(page).locator("summary"), MAX_TABS);
    page.keyboard().press("Enter");
    assertThat(deliveries(page).getByText("Request body").first()).isVisible();
    journey.tabTo(page.getByText("Python", exact()), MAX_TABS);
    page.keyboard().press("Enter");
    assertThat(page.getByText("hmac.compare_digest")).isVisible();
    assertThat(page.getByText("python3 receiver.py " + port)).isVisible();
    assertThat(creator.request().get("/api/webhooks").jsonPath().getList("items[0].events"))
        .isEqualTo(List.of("video.ready", "video.rejected", "video.deleted"));
  }

  @Test
  void worksWithoutJavaScript() {
    var page = unscripted.as("creator").page();
    page.navigate("/webhooks");
    var secret = addWebhook(unscripted, "By hand");
    try (var receiver = ReceiverRecipe.start(Language.JAVA, secret, port)) {
      unscripted.find(AriaRole.BUTTON, "Send a test event").click();
      receiver.awaitOutput("\"type\":\"webhook.test\"");
      page.waitForCondition(
          () -> {
            page.reload();
            return test(page).textContent().contains("Delivered");
          });
    }

    press(page, "Edit URL, description and events", null);
    page.getByLabel("Description").fill("Changed by hand");
    unscripted.find(AriaRole.BUTTON, "Save").click();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("Change saved.");
    assertThat(unscripted.find(AriaRole.HEADING, "Changed by hand")).isVisible();
    press(page, "Delete", "Yes, delete this webhook");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Webhook deleted.");
    assertThat(page.getByText("No webhooks yet")).isVisible();
  }

  @Test
  void strangersSeeNothing() {
    journey.as("creator").page().navigate("/webhooks");
    addWebhook(journey, "Private");
    var id = creator.request().get("/api/webhooks").jsonPath().getString("items[0].id");

    var page = stranger.as("creator2").page();
    page.navigate("/webhooks");
    assertThat(page.getByText("No webhooks yet")).isVisible();
    assertThat(page.navigate("/webhooks/" + id).status()).isEqualTo(404);
    assertThat(page.content()).doesNotContain("127.0.0.1:" + port);
  }

  @Test
  void viewersHaveNoWebhooks() {
    var page = stranger.as("viewer").page();
    page.navigate("/account");
    assertThat(stranger.find(AriaRole.LINK, "Tokens")).hasCount(0);
    assertThat(stranger.find(AriaRole.LINK, "Your videos")).hasCount(0);
    assertThat(page.navigate("/webhooks").status()).isEqualTo(403);
  }

  /** Adds a webhook on the page that is open; returns its secret. */
  private String addWebhook(Journey user, String description) {
    user.page().getByLabel("URL of the receiver").fill("http://127.0.0.1:" + port + "/");
    user.page().getByLabel("Description").fill(description);
    user.find(AriaRole.BUTTON, "Add webhook").click();
    return shownSecret(user.page());
  }

  private static String shownSecret(Page page) {
    var shown = page.locator("[role=status]").filter(withText("Copy the secret now"));
    var found = SECRET.matcher(shown.locator("code").textContent());
    assertThat(found.matches()).isTrue();
    return found.group();
  }

  /** Opens a setting and presses its button. */
  private static void press(Page page, String summary, String button) {
    page.locator("summary").filter(withText(summary)).last().click();
    if (button != null) {
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
          .click();
    }
  }

  private void delete(String video) {
    creator
        .request()
        .queryParam("permanently", true)
        .delete("/api/videos/{id}", video)
        .then()
        .statusCode(204);
  }

  private static Locator test(Page page) {
    return page.locator("#test");
  }

  private static Locator deliveries(Page page) {
    return page.getByRole(
            AriaRole.LIST, new Page.GetByRoleOptions().setName("Deliveries, newest first"))
        .locator("> li");
  }

  private static Locator.FilterOptions withText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Page.GetByTextOptions exact() {
    return new Page.GetByTextOptions().setExact(true);
  }
}
