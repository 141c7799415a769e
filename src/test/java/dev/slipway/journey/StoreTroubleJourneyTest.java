package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Clips;
import dev.slipway.testing.Eventually;
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
  /** The failures and the time that end a series of attempts. */
  private static final int RETRIES = 11;

  private static final long A_GOOD_WHILE_MILLIS = 120_000;
  private static final long LONGER_THAN_A_PAUSE_MILLIS = 31_000;

  @TempDir static Path directory;
  private static Path clip;

  @RegisterExtension final Journey journey = new Journey();

  @BeforeAll
  static void makeClip() {
    clip = Clips.mp4(directory, 1);
  }

  @ParameterizedTest
  @EnumSource(names = "EXPIRED.*", mode = EnumSource.Mode.MATCH_ANY)
  void signsAnExpiredUrlAgain(StoreAnswer expired) {
    journey.meetPuts((count, route) -> unlessLater(count, route, expired));

    UploadCard.choose(journey.uploads(), clip).reaches("done");

    assertThat(journey.requestsTo(journey.app()))
        .filteredOn(request -> request.url().endsWith("/url"))
        .hasSize(1);
  }

  @Test
  void saysThatNothingMoves() {
    journey.page().clock().install();
    journey.meetPuts((count, route) -> {});
    var card = UploadCard.choose(journey.uploads(), clip);
    card.reaches("uploading");

    journey.page().clock().fastForward(10_000);

    assertThat(card.part("numbers")).containsText("No progress for");
  }

  @Test
  void sendsAgainAfterTheConnectionWasLost() {
    journey.page().clock().install();
    journey.meetPuts(
        (count, route) -> {
          if (count == 1) {
            route.abort("connectionreset");
          } else {
            route.resume();
          }
        });
    var card = UploadCard.choose(journey.uploads(), clip);

    assertThat(card.part("headline")).containsText("Connection lost. Next attempt in");
    assertThat(journey.page().locator("#spoken")).containsText("Connection lost. Trying again");
    journey.page().clock().fastForward(LONGER_THAN_A_PAUSE_MILLIS);

    card.reaches("done");
  }

  @Test
  void givesUpOnABusyStoreInWordsAndTriesAgainWhenAsked() {
    var busy = new AtomicBoolean(true);
    journey.page().clock().install();
    journey.meetPuts(
        (count, route) -> {
          if (busy.get()) {
            StoreAnswer.BUSY.to(route);
          } else {
            route.resume();
          }
        });
    var card = UploadCard.choose(journey.uploads(), clip);
    for (var retry = 1; retry <= RETRIES; retry++) {
      assertThat(card.part("numbers")).hasText("retry " + retry);
      journey.page().clock().fastForward(A_GOOD_WHILE_MILLIS);
    }
    card.reaches("failed");
    assertThat(card.part("outcome-text"))
        .containsText("The store is busy and retrying didn't help");
    journey.picture("store-busy");

    busy.set(false);
    card.press("Retry");

    card.reaches("done");
  }

  @Test
  void needsNoMoreThanTheStoresNotification() {
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
    var card = UploadCard.choose(journey.uploads(), clip);

    journey.page().waitForCondition(confirming::get);
    Eventually.holds(
        "the page has found the video without confirming it",
        () -> {
          journey.page().clock().fastForward(LONGER_THAN_A_PAUSE_MILLIS);
          return "done".equals(card.phase());
        });

    var video = journey.context().request().get("/api/videos/" + card.id());
    assertThat(JsonPath.from(video.text()).getString("storedBy")).isEqualTo("notification");
  }

  @Test
  void asksForALoginWhenTheSessionIsOverAndKeepsTheFile() {
    var card = UploadCard.choose(journey.uploads(), clip);
    journey.context().clearCookies();
    card.reaches("failed");

    assertThat(card.part("outcome-text")).containsText("Your session has ended");
    assertThat(card.link("Log in")).isVisible();
    journey.picture("session-over");

    journey.as("creator");
    card.press("Retry");
    card.reaches("done");
  }

  private static void unlessLater(int count, Route route, StoreAnswer answer) {
    if (count == 1) {
      answer.to(route);
    } else {
      route.resume();
    }
  }
}
