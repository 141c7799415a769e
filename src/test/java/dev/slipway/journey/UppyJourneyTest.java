package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.CustomSettingsProfile;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of another site uploads with an unmodified Uppy, the current or the previous version. */
@QuarkusTest
@TestProfile(CustomSettingsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class UppyJourneyTest {
  private static final Page.WaitForConditionOptions TIMEOUT =
      new Page.WaitForConditionOptions().setTimeout(60_000);

  @TempDir Path directory;

  /** The other page has its own Content-Security-Policy; docs/uppy.md describes it. */
  @RegisterExtension final Journey journey = Journey.withoutPolicy();

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void uploadsASmallFile(int version) throws Exception {
    var clip = PlayableVideos.mp4(directory, 1);

    var id = Uppy.choose(journey, version, clip).start().awaitOutcome();

    var video = video(id);
    assertThat(video.getString("title")).isEqualTo("By Uppy");
    assertThat(video.getList("tags", String.class)).containsExactly("launch", "spring");
    assertThat(video.getLong("size")).isEqualTo(Files.size(clip));
    assertThat(video.getString("checksumType")).isEqualTo("FULL_OBJECT");
  }

  /** Browsers report no type for some of these. */
  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void documentedExampleAcceptsEverySupportedFile(int version) throws Exception {
    var extensions = "mp4 m4v mov qt webm mkv avi 3gp 3g2 mpg mpeg ts mts m2ts ogv".split(" ");
    var names =
        Stream.concat(Stream.of(extensions), Stream.of("txt")).map("clip."::concat).toList();

    assertThat(Uppy.findRefusedByExample(journey, version, names))
        .asList()
        .containsExactly("clip.txt");
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void sendsALargeFileInParts(int version) {
    var file = LargeFile.of(directory, "film.mp4", version);

    var id = Uppy.choose(journey, version, file.path()).start().awaitOutcome();

    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
    file.requireStored(journey, id);
    assertThat(video(id).getString("title")).isEqualTo("By Uppy");
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void sendsAPartAgainThatABusyStoreRefused(int version) {
    var file = LargeFile.of(directory, "busy.mp4", 10 + version);
    journey.interceptPuts(
        (count, route) -> {
          if (count == 2) {
            StoreError.BUSY.respondTo(route);
          } else {
            route.resume();
          }
        });

    var id = Uppy.choose(journey, version, file.path()).start().awaitOutcome();

    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
    file.requireStored(journey, id);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void sendsNothingTwiceAfterAPause(int version) {
    var file = LargeFile.of(directory, "paused.mp4", 20 + version);
    var held = holdPartsBack();
    var uppy = Uppy.choose(journey, version, file.path()).start();
    waitForPart();

    uppy.pause();
    held.set(false);
    uppy.resume();

    file.requireStored(journey, uppy.awaitOutcome());
    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void uploadPageResumesAnUploadOfUppy(int version) {
    var file = LargeFile.of(directory, "resumed.mp4", 40 + version);
    var held = holdPartsBack();
    Uppy.choose(journey, version, file.path()).start();
    waitForPart();
    var page = journey.openUploadPage();
    held.set(false);

    var card = UploadCard.choose(page, file.path());

    PlaywrightAssertions.assertThat(card.part("plan")).containsText("resumes where it stopped");
    card.awaitPhase("done", Duration.ofMinutes(1));
    assertThat(journey.storedParts()).isEqualTo(LargeFile.PART_NUMBERS);
    file.requireStored(journey, card.id());
    assertThat(video(card.id()).getString("title")).isEqualTo("By Uppy");
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void abortsTheUploadOfARemovedFile(int version) {
    var file = LargeFile.of(directory, "removed-" + version + ".mp4", 30 + version);
    holdPartsBack();
    var uppy = Uppy.choose(journey, version, file.path()).start();
    waitForPart();

    uppy.removeFile();

    assertThat(uppy.awaitOutcome()).isEqualTo("nothing");
    Eventually.holds(
        "the upload is aborted",
        () ->
            !journey
                .context()
                .request()
                .get("/api/uploads?status=OPEN")
                .text()
                .contains("removed-" + version));
  }

  private JsonPath video(String id) {
    return JsonPath.from(journey.context().request().get("/api/videos/" + id).text());
  }

  private void waitForPart() {
    journey.page().waitForCondition(() -> journey.storedParts().size() == 1, TIMEOUT);
  }

  /** Lets one part through and holds the others back as long as the returned flag is set. */
  private AtomicBoolean holdPartsBack() {
    var holding = new AtomicBoolean(true);
    journey.interceptPuts(
        (count, route) -> {
          if (!holding.get() || count == 1) {
            route.resume();
          }
        });
    return holding;
  }
}
