package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.MultipartStore;
import dev.slipway.testing.CustomSettingsProfile;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user uploads a large file, and sending one of its parts fails. */
@QuarkusTest
@TestProfile(CustomSettingsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class PartsTroubleJourneyTest {
  private static final int PART = 2;
  private static final Page.WaitForConditionOptions TIMEOUT =
      new Page.WaitForConditionOptions().setTimeout(60_000);

  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();

  @Inject MultipartStore multiparts;

  @Test
  void signsAnExpiredPartAgain() {
    interceptFirstAttempt(StoreError.EXPIRED::respondTo);
    var card = upload("expired.mp4");

    card.awaitPhase("done");
    requireOneExtraPut();
  }

  @Test
  void sendsAPartAgainThatABusyStoreRefused() {
    interceptFirstAttempt(StoreError.BUSY::respondTo);
    var card = upload("busy.mp4");

    card.awaitPhase("done");
    requireOneExtraPut();
    card.root().getByText("What just happened").click();
    var steps = card.part("steps").getByRole(AriaRole.LISTITEM);
    assertThat(steps.nth(1)).containsText("POST /api/uploads/" + card.id() + "/parts");
    assertThat(steps.nth(2)).containsText("5 of 5 sent by this page, up to 5.2 MB each");
    assertThat(steps.nth(2)).containsText("1. The last one, of part 2: 503 store-busy after");
    journey.screenshot("upload-exchange-parts");
  }

  @Test
  void sendsOnePartAgainAfterTheConnectionWasCut() {
    interceptFirstAttempt(route -> route.abort("connectionreset"));
    var card = upload("cut.mp4");

    card.awaitPhase("done");
    requireOneExtraPut();
  }

  @Test
  void sendsAPartAgainThatWasAlteredInTransit() {
    var file = LargeFile.of(directory, "altered.mp4", 11);
    interceptFirstAttempt(route -> route.resume(withAlteredPart(file)));
    var card = UploadCard.choose(journey.openUploadPage(), file.path());

    card.awaitPhase("done");
    requireOneExtraPut();
    file.requireStored(journey, card.id());
  }

  @Test
  void failsWhenAPartIsAlteredEachTime() {
    var file = LargeFile.of(directory, "always-altered.mp4", 12);
    interceptPart(PART, route -> route.resume(withAlteredPart(file)));
    var card = UploadCard.choose(journey.openUploadPage(), file.path());

    card.awaitPhase("failed");
    assertThat(card.part("outcome-text")).containsText("altered on the way to the store");
    assertThat(card.part("kept")).containsText("The parts uploaded so far are kept");
    assertThat(attempts(PART)).isEqualTo(3);
  }

  @Test
  void failsWhenTheStoreRefusesNewUrlsToo() {
    interceptPart(PART, StoreError.EXPIRED::respondTo);
    var card = upload("refused.mp4");

    card.awaitPhase("failed");
    assertThat(card.part("outcome-text")).containsText("clock");
    assertThat(attempts(PART)).isEqualTo(2);
  }

  @Test
  void startsANewUploadAfterTheStoreHasDeletedIt() {
    interceptFirstAttempt(
        route -> {
          deleteFromStore(route.request());
          route.resume();
        });
    var file = LargeFile.of(directory, "vanished.mp4", 13);
    var card = UploadCard.choose(journey.openUploadPage(), file.path());
    card.awaitPhase("failed");
    assertThat(card.part("outcome-text")).containsText("The store no longer has this upload");
    // The upload counts no longer towards the quota, and isn't listed as unfinished.
    Eventually.holds(
        "the upload is aborted",
        () ->
            !journey
                .context()
                .request()
                .get("/api/uploads?status=OPEN")
                .text()
                .contains("vanished.mp4"));

    card.press("Retry");

    card.awaitPhase("done");
    file.requireStored(journey, card.id());
  }

  @Test
  void waitsForTheNetwork() {
    var holding = new AtomicBoolean(true);
    journey.interceptPuts(
        (count, route) -> {
          if (!holding.get() || count == 1) {
            route.resume();
          }
        });
    var file = LargeFile.of(directory, "offline.mp4", 14);
    var card = UploadCard.choose(journey.openUploadPage(), file.path());
    journey.page().waitForCondition(() -> !journey.storedParts().isEmpty(), TIMEOUT);

    card.press("Pause");
    journey.context().setOffline(true);
    card.press("Resume");
    assertThat(card.part("headline")).containsText("No network");
    journey.screenshot("upload-offline");
    holding.set(false);
    journey.context().setOffline(false);

    card.awaitPhase("done");
    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
    requireOneCompletion();
  }

  @Test
  void opensNoSecondUploadWhenTheResponseIsLost() {
    var lost = new AtomicBoolean();
    journey
        .context()
        .route(
            "**/api/uploads",
            route -> {
              if ("POST".equals(route.request().method()) && lost.compareAndSet(false, true)) {
                route.fetch();
                route.abort("connectionreset");
              } else {
                route.resume();
              }
            });
    var card = upload("answer-lost.mp4");

    card.awaitPhase("done");
    assertThat(lost).isTrue();
    var open = journey.context().request().get("/api/uploads?status=OPEN").text();
    assertThat(open).doesNotContain("answer-lost.mp4");
  }

  private UploadCard upload(String name) {
    var file = LargeFile.of(directory, name, name.hashCode());
    return UploadCard.choose(journey.openUploadPage(), file.path());
  }

  /** Passes the first attempt to send a part to a handler. */
  private void interceptFirstAttempt(Consumer<Route> handler) {
    var met = new AtomicBoolean();
    interceptPart(
        PART,
        route -> {
          if (met.compareAndSet(false, true)) {
            handler.accept(route);
          } else {
            route.resume();
          }
        });
  }

  private void interceptPart(int number, Consumer<Route> handler) {
    journey.interceptPuts(
        (count, route) -> {
          if (LargeFile.partNumber(route.request()) == number) {
            handler.accept(route);
          } else {
            route.resume();
          }
        });
  }

  private void requireOneExtraPut() {
    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
    requireOneCompletion();
    assertThat(putCount()).isEqualTo(LargeFile.PART_NUMBERS.size() + 1L);
  }

  /**
   * A part that wrongly counts as stored is found by the first completion, and sent before the
   * second.
   */
  private void requireOneCompletion() {
    assertThat(journey.requestsTo(journey.app()))
        .filteredOn(request -> request.url().endsWith("/completion"))
        .hasSize(1);
  }

  private long putCount() {
    return journey.requestsTo(journey.store()).stream().filter(this::isPut).count();
  }

  private long attempts(int number) {
    return journey.requestsTo(journey.store()).stream()
        .filter(request -> isPut(request) && LargeFile.partNumber(request) == number)
        .count();
  }

  private boolean isPut(Request request) {
    return "PUT".equals(request.method());
  }

  private static Route.ResumeOptions withAlteredPart(LargeFile file) {
    var bytes = file.part(PART);
    bytes[bytes.length / 2] ^= 1;
    return new Route.ResumeOptions().setPostData(bytes);
  }

  /** Deletes the upload, like a store that cleans up unfinished uploads. */
  private void deleteFromStore(Request part) {
    multiparts.abort(LargeFile.key(part), LargeFile.uploadId(part));
  }
}
