package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.embedded.RelayControl;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An administrator starts faults, uploads, and sees the upload survive. */
@QuarkusTest
@WithTestResource(
    value = EmbeddedServicesResource.class,
    initArgs = @ResourceArg(name = EmbeddedServicesResource.RELAY, value = "true"))
class FaultsJourneyTest {
  private static final int DESKTOP = 1280;
  private static final int PHONE = 390;
  private static final int NARROWEST = 320;
  private static final int HEIGHT = 844;

  /** Longer than the delays between attempts, and than a busy machine takes. */
  private static final double TIMEOUT_MILLIS = 60_000;

  private static final double RETRY_INTERVAL_MILLIS = 500;

  @RegisterExtension final Journey journey = new Journey();

  private RelayControl control;

  @BeforeEach
  void open() {
    // Not injected: the application would not start in tests without a relay.
    var config = ConfigProvider.getConfig();
    control =
        new RelayControl(
            config.getValue("slipway.lab.relay.url", URI.class),
            config.getValue("slipway.lab.relay.token", String.class));
    journey.as("admin").page().navigate("/lab");
    journey.find(AriaRole.LINK, "Fault lab").click();
  }

  @AfterEach
  void endFaults() throws Exception {
    for (var fault : control.status().get("faults")) {
      control.end(fault.asText());
    }
  }

  @Test
  void selectsTheFaultOfAnAddress() {
    journey.page().navigate("/lab/faults?fault=cut-uploads&size=80000000&withhold=on");

    assertThat(journey.page().getByRole(AriaRole.RADIO, named("Cut the connection"))).isChecked();
    assertThat(journey.page().locator("#size")).hasValue("80000000");
    assertThat(journey.page().getByLabel("Don’t complete the upload")).isChecked();
    assertThat(journey.find(AriaRole.BUTTON, "Upload a sample")).isFocused();

    journey.page().navigate("/lab/faults?fault=none&withhold=on");
    assertThat(journey.page().getByRole(AriaRole.RADIO, named("No fault"))).isChecked();
    assertThat(journey.page().getByLabel("Don’t complete the upload")).not().isChecked();
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void showsAnUploadWithoutAFault() {
    upload("No fault");

    assertReady(run());
    assertThat(run()).containsText("1, of which 0 failed");
    assertThat(run().locator(".track .window")).hasCount(0);
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Drop notifications, The relay dropped the notification",
    "Delay notifications, The relay delays the notification",
    "Duplicate notifications, The application received the notification: 204",
    "Lose the store’s response, The store stored the bytes; the relay dropped its response",
    "Expire URLs early, The relay answered: Request has expired",
  })
  void showsHowAnUploadSurvives(String fault, String observation) {
    upload(fault);

    assertReady(run());
    assertThat(run().locator(".events")).containsText(observation);
    assertThat(run().locator(".track .window").first()).isVisible();
    assertThat(status()).containsText(fault + ": ends automatically in");
    journey.screenshot("fault-" + fault.replaceAll("[^A-Za-z]+", "-"));
    journey.find(AriaRole.BUTTON, "End now").click();
    assertThat(status()).isHidden();
    assertThat(run()).isFocused();
  }

  @Test
  void cancelsAnUploadAndDeletesAVideo() {
    var heldPuts = journey.holdPuts();
    upload("No fault");
    journey.page().waitForCondition(() -> !heldPuts.isEmpty());
    run().getByRole(AriaRole.BUTTON, namedIn("Cancel")).click();
    assertThat(run().locator("[data-part=headline]"))
        .hasText("Cancelled. The uploaded data was deleted.");
    assertThat(run().locator("button:visible")).hasCount(0);
    assertThat(run()).isFocused();

    upload("No fault");
    journey.page().waitForCondition(() -> heldPuts.size() == 2);
    heldPuts.get(1).resume();
    assertReady(run());
    var video = run().locator("[data-part=link]").getAttribute("href");
    run().getByRole(AriaRole.BUTTON, namedIn("Delete the video")).click();
    assertThat(run().locator("[data-part=headline]"))
        .hasText("Uploaded. The video was deleted here.");
    assertThat(run().locator("[data-part=link]")).isHidden();
    journey.screenshot("fault-deleted");
    assertThat(journey.context().request().get("/api" + video).text())
        .contains("\"status\":\"DELETED\"");
  }

  @Test
  void triesAgainAfterAFailureAndAsksBeforeThePageIsLeft() {
    var isRefused = new AtomicBoolean(true);
    var heldPuts = new ArrayList<Route>();
    journey.interceptPuts(
        (count, route) -> {
          if (isRefused.get()) {
            StoreError.REFUSED.respondTo(route);
          } else {
            heldPuts.add(route);
          }
        });
    upload("No fault");
    var retry = run().getByRole(AriaRole.BUTTON, namedIn("Retry"));
    assertThat(retry).isVisible();
    assertThat(run().locator("[data-part=headline]")).containsText("Failed. ");
    journey.screenshot("fault-failed");
    isRefused.set(false);

    retry.click();
    journey.page().waitForCondition(() -> !heldPuts.isEmpty());
    var dialogs = new ArrayList<String>();
    journey
        .page()
        .onDialog(
            dialog -> {
              dialogs.add(dialog.type());
              dialog.dismiss();
            });
    journey.page().evaluate("() => void setTimeout(() => location.reload())");
    journey.page().waitForCondition(() -> !dialogs.isEmpty());
    heldPuts.forEach(Route::resume);

    assertReady(run());
    assertThat(dialogs).containsExactly("beforeunload");
  }

  @Test
  void explainsThatTheApplicationCanNotBeReached() {
    journey.context().route("**/api/lab/faults/*", route -> route.abort("connectionrefused"));
    upload("Cut the connection");

    var problem = journey.page().locator("#fault-problem");
    assertThat(problem)
        .hasText(
            "The application can’t be reached. If a fault is active, wait until it ends, then try"
                + " again.");
    assertReady(run());
    journey.context().unroute("**/api/lab/faults/*");
    upload("Drop notifications");
    assertThat(status()).isVisible();
    assertThat(problem).isHidden();
  }

  @Test
  void sendsAgainWhatWasCut() {
    upload("Cut the connection");

    assertReady(run());
    assertThat(run()).containsText("3, of which 2 failed");
    assertThat(run().locator(".events")).containsText("The relay cut the connection halfway");
    assertThat(Accessibility.violations(journey.page())).isEmpty();
    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      journey.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      assertThat(Accessibility.violations(journey.page())).isEmpty();
      for (var width : List.of(DESKTOP, PHONE, NARROWEST)) {
        journey.page().setViewportSize(width, HEIGHT);
        journey.screenshot("fault-cut-%d-%s".formatted(width, scheme));
        assertThat(
                (Boolean)
                    journey
                        .page()
                        .evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
            .as(width + " px")
            .isTrue();
      }
    }
  }

  @Test
  void uploadsTwoFilesWhoseNotificationsAreReordered() {
    upload("Reorder notifications");

    assertThat(journey.page().locator(".run")).hasCount(2);
    for (var each : journey.page().locator(".run").all()) {
      assertReady(each);
      assertThat(each.locator(".events"))
          .containsText(
              "The application received the notification: 204",
              new LocatorAssertions.ContainsTextOptions().setTimeout(TIMEOUT_MILLIS));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Disconnect the store:stop-store", "Disconnect the database:stop-database"})
  void continuesAfterAnOutage(String fault) throws Exception {
    var names = fault.split(":");
    upload(names[0]);
    assertThat(run().locator(".events .bad").first()).isVisible(patiently());
    if (names[1].equals("stop-database")) {
      assertThat(status()).containsText(names[0] + ": ends automatically in");
      assertThat(journey.page().locator("#end-fault")).isHidden();
    } else {
      assertThat(journey.page().locator("#end-fault")).isVisible();
    }

    // Without the database, the page can't end the fault.
    control.end(names[1]);
    retryUntilReady();

    assertReady(run());
  }

  @Test
  void catalogsByNotificationWithoutACompletion() {
    journey.page().getByLabel("Don’t complete the upload").check();
    upload("Duplicate notifications");

    assertThat(run().locator("[data-part=by]")).hasText("the notification", patientText());
    assertReady(run());
  }

  @Test
  void catalogsByReconciliationWithoutNotificationAndCompletion() {
    journey.page().getByLabel("Don’t complete the upload").check();
    upload("Drop notifications");
    assertThat(run())
        .containsText("The browser doesn’t complete the upload", patientlyContaining());
    assertThat(journey.find(AriaRole.BUTTON, "Retry now")).hasCount(0);

    // The text disappears with the button when the row is there.
    journey.context().route("**/api/videos/*", Route::abort);
    journey.find(AriaRole.BUTTON, "Request a reconciliation").click();
    assertThat(journey.page().locator("#reconcile-text"))
        .hasText(
            "Requested. The catalogue row appears when the reconciliation has found the object.");
    journey.screenshot("fault-reconciliation");
    journey.context().unroute("**/api/videos/*");

    assertThat(run().locator("[data-part=by]")).hasText("a reconciliation", patientText());
  }

  private void upload(String fault) {
    journey.page().getByRole(AriaRole.RADIO, named(fault)).check();
    journey.find(AriaRole.BUTTON, "Upload a sample").click();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  /** A button by its visible text. Screen readers also hear the name of the file. */
  private static Locator.GetByRoleOptions namedIn(String text) {
    return new Locator.GetByRoleOptions().setName(text + " Fault lab sample");
  }

  private void retryUntilReady() {
    // The button may disappear at any moment, so it is pressed by a script.
    journey
        .page()
        .waitForFunction(
            """
            () => {
              document.querySelector(".run [data-action=retry]:not([hidden])")?.click();
              return document.querySelector(".run .chip.ready")?.checkVisibility();
            }
            """,
            null,
            new Page.WaitForFunctionOptions()
                .setPollingInterval(RETRY_INTERVAL_MILLIS)
                .setTimeout(TIMEOUT_MILLIS));
  }

  private void assertReady(Locator run) {
    assertThat(run.locator(".chip.ready")).isVisible(patiently());
    assertThat(run.locator("[data-part=equal]"))
        .containsText("Bytes equal: 4,000,000 bytes with the same SHA-256", patientlyContaining());
  }

  private Locator run() {
    return journey.page().locator(".run").first();
  }

  private Locator status() {
    return journey.page().locator("#fault-status");
  }

  private static LocatorAssertions.IsVisibleOptions patiently() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(TIMEOUT_MILLIS);
  }

  private static LocatorAssertions.HasTextOptions patientText() {
    return new LocatorAssertions.HasTextOptions().setTimeout(TIMEOUT_MILLIS);
  }

  private static LocatorAssertions.ContainsTextOptions patientlyContaining() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(TIMEOUT_MILLIS);
  }
}
