package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user uploads a video while the store, the network or the session fails. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class StoreTroubleJourneyTest {
  /** Retries before the upload fails: the twelfth failure ends it. */
  private static final int RETRIES = 11;

  /** Longer than any retry delay; over all retries, longer than the limit of twenty minutes. */
  private static final long BETWEEN_RETRIES_MILLIS = 120_000;

  private static final long LONGER_THAN_A_RETRY_DELAY_MILLIS = 31_000;

  @TempDir static Path directory;
  private static Path clip;

  @RegisterExtension final Journey journey = new Journey();

  @BeforeAll
  static void makeClip() {
    clip = PlayableVideos.mp4(directory, 1);
  }

  @ParameterizedTest
  @EnumSource(names = "EXPIRED.*", mode = EnumSource.Mode.MATCH_ANY)
  void signsAnExpiredUrlAgain(StoreError expired) {
    journey.interceptPuts((count, route) -> failFirst(count, route, expired));

    UploadCard.choose(journey.openUploadPage(), clip).awaitPhase("done");

    assertThat(journey.requestsTo(journey.app()))
        .filteredOn(request -> request.url().endsWith("/url"))
        .hasSize(1);
  }

  @Test
  void showsWhenThereIsNoProgress() {
    journey.page().clock().install();
    journey.interceptPuts((count, route) -> {});
    // Its upload stays unfinished, and must not be resumed by another test.
    var file = ClipCopies.copy(clip, directory.resolve("stalled.mp4"), 97);
    var card = UploadCard.choose(journey.openUploadPage(), file);
    card.awaitPhase("uploading");

    journey.page().clock().fastForward(10_000);

    assertThat(card.part("numbers")).containsText("No progress for");
  }

  @Test
  void sendsAgainAfterTheConnectionWasLost() {
    journey.page().clock().install();
    journey.interceptPuts(
        (count, route) -> {
          if (count == 1) {
            route.abort("connectionreset");
          } else {
            route.resume();
          }
        });
    // Another file than those of other tests: the hint at a copy would be announced after the
    // problem.
    var file = ClipCopies.copy(clip, directory.resolve("lost.mp4"), 99);
    var card = UploadCard.choose(journey.openUploadPage(), file);

    assertThat(card.part("headline")).containsText("Connection lost. Next attempt in");
    assertThat(journey.page().locator("#spoken")).containsText("Connection lost. Trying again");
    journey.page().clock().fastForward(LONGER_THAN_A_RETRY_DELAY_MILLIS);

    card.awaitPhase("done");
  }

  @Test
  void explainsABusyStoreAndRetriesOnRequest() {
    var busy = new AtomicBoolean(true);
    journey.page().clock().install();
    journey.interceptPuts(
        (count, route) -> {
          if (busy.get()) {
            StoreError.BUSY.respondTo(route);
          } else {
            route.resume();
          }
        });
    var card = UploadCard.choose(journey.openUploadPage(), clip);
    for (var retry = 1; retry <= RETRIES; retry++) {
      assertThat(card.part("numbers")).hasText("retry " + retry);
      journey.page().clock().fastForward(BETWEEN_RETRIES_MILLIS);
    }
    card.awaitPhase("failed");
    assertThat(card.part("outcome-text"))
        .containsText("The store is busy and retrying didn’t help");
    assertThat(card.part("kept")).containsText("The upload stays open");
    assertThat(card.part("kept")).not().containsText("The parts uploaded so far are kept");
    journey.screenshot("store-busy");

    busy.set(false);
    card.press("Retry");

    card.awaitPhase("done");
  }

  @Test
  void finishesByNotificationWhenCompletionFails() {
    var confirming = new AtomicBoolean();
    journey.page().clock().install();
    journey
        .context()
        .route(
            "**/api/uploads/*/completion",
            route -> {
              confirming.set(true);
              route.abort();
            });
    var card = UploadCard.choose(journey.openUploadPage(), clip);

    journey.page().waitForCondition(confirming::get);
    // The page gives up after minutes of its clock, which pass sooner than the notification
    // arrives.
    Eventually.holds(
        "the notification is processed",
        () -> journey.context().request().get("/api/videos/" + card.id()).ok());
    Eventually.holds(
        "the page has found the video without confirming it",
        () -> {
          journey.page().clock().fastForward(LONGER_THAN_A_RETRY_DELAY_MILLIS);
          return "done".equals(card.phase());
        });

    var video = journey.context().request().get("/api/videos/" + card.id());
    assertThat(JsonPath.from(video.text()).getString("storedBy")).isEqualTo("notification");
  }

  @Test
  void asksForALoginWhenTheSessionHasEndedAndKeepsTheFile() {
    var card = UploadCard.choose(journey.openUploadPage(), clip);
    journey.context().clearCookies();
    card.awaitPhase("failed");

    assertThat(card.part("outcome-text")).containsText("Your session has ended");
    assertThat(card.link("Log in")).isVisible();
    journey.screenshot("session-over");

    journey.as("creator");
    card.press("Retry");
    card.awaitPhase("done");
  }

  private static void failFirst(int count, Route route, StoreError answer) {
    if (count == 1) {
      answer.respondTo(route);
    } else {
      route.resume();
    }
  }
}
