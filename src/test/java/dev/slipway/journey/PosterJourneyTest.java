package dev.slipway.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.ProcessingProfile;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.SmallVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Owners see the posters of their videos, and choose other ones. */
@QuarkusTest
@TestProfile(ProcessingProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class PosterJourneyTest {
  private static final int PHONE_WIDTH = 390;
  private static final int HEIGHT = 844;

  @TempDir Path directory;

  private final ApiClient creator = ApiClient.as("creator");

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void listsShowThePoster() {
    uploadWithPictures();
    var page = open("/videos");

    for (var path : new String[] {"/videos", "/videos/mine"}) {
      page.navigate(path);
      awaitPoster(page);
      checkAccessibility(page, "posters" + path.replace('/', '-'));
    }
    assertThat(journey.consoleErrors()).isEmpty();
  }

  /** Cookies ignore ports, so the store of this test would get the session with any other image. */
  @Test
  void theStoreGetsNoCookie() {
    var id = uploadWithPictures();
    var page = journey.as("admin").page();
    for (var path : new String[] {"/admin/videos", "/admin/videos/" + id}) {
      page.navigate(path);
      awaitPoster(page);
    }
    page = open("/videos/mine");
    awaitPoster(page);
    page.navigate("/videos/" + id);
    page.waitForFunction("() => document.getElementById('player')?.readyState >= 2");
    page.locator("#poster-picker summary").click();
    page.waitForFunction("() => document.querySelector('.poster-frame img')?.naturalWidth > 0");
    awaitSeekPicture(page);

    assertThat(journey.requestsTo(journey.store()))
        .extracting(Request::resourceType)
        .contains("image", "media");
    assertThat(journey.requestsTo(journey.store()))
        .allSatisfy(request -> assertThat(request.allHeaders()).doesNotContainKey("cookie"));
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void aPosterThatCantBeLoadedLooksLikeNone() {
    uploadWithPictures();
    var page = journey.as("creator").page();
    page.route(
        "**/*",
        route -> {
          if (route.request().resourceType().equals("image")
              && !route.request().url().contains("/assets/")) {
            route.abort();
          } else {
            route.resume();
          }
        });

    for (var path : new String[] {"/videos", "/videos/mine"}) {
      page.navigate(path);
      page.waitForFunction("() => !document.querySelector('.poster-picture, .poster-blur')");
      assertThat(page.locator(".poster .icon, .thumb .icon").first()).isVisible();
      checkAccessibility(page, "posters-missing" + path.replace('/', '-'));
    }
  }

  @Test
  void uploadCardShowsThePosterWhenItIsMade() throws IOException {
    var page = journey.openUploadPage();
    var card = UploadCard.choose(page, Files.write(directory.resolve("a.mp4"), SmallVideos.next()));

    card.awaitPhase("done");

    page.waitForFunction("() => document.querySelector('.upload-preview img')?.naturalWidth > 0");
    assertThat(card.root().locator(".upload-preview canvas")).hasCount(0);
    checkAccessibility(page, "upload-poster");
    // The player gets the same picture from the browser's cache.
    page.navigate("/videos/" + card.id());
    page.waitForFunction("() => document.getElementById('player')?.readyState >= 2");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void soundThatTheBrowserCannotPlayIsReported() {
    var id =
        creator
            .upload("clip.mp4", StreamableVideo.create(directory, "320x180", 8, "ac3"))
            .getString("id");
    var page = open("/videos/" + id);
    page.waitForFunction("() => document.getElementById('player')?.readyState >= 2");
    var trouble = page.locator("#player-trouble");
    assertThat(trouble).isHidden();

    page.evaluate("() => { player.muted = true; player.playbackRate = 2; return player.play(); }");

    assertThat(trouble).containsText("can’t play the sound");
    assertThat(trouble.getByRole(AriaRole.LINK)).hasText("Download");
    checkAccessibility(page, "watch-no-sound");
  }

  @Test
  void ownerChoosesAFrameAndThenAnImage() {
    var id = uploadWithPictures();
    var page = open("/videos/" + id);
    var picker = page.locator("#poster-picker");
    picker.locator("summary").click();
    assertThat(picker.locator(".poster-frame")).hasCount(1);
    checkAccessibility(page, "poster-picker");

    picker
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Use the frame at 0:00"))
        .click();
    assertThat(page.locator("#poster-status")).hasText("Poster changed.");
    page.locator("#poster-file")
        .setInputFiles(new FilePayload("picture.png", "image/png", image(640, 360)));

    assertThat(page.locator("#poster-status")).hasText("Making the poster…");
    assertThat(page.locator("#poster-status")).hasText("Poster changed.");
    assertThat(creator.request().get("/api/videos/" + id + "/poster").<String>path("choice"))
        .isEqualTo("image");
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void aPosterOfAnotherShapeDoesNotChangeTheHeightOfThePlayer() {
    var id = uploadWithPictures();
    journey
        .context()
        .route(
            url -> url.startsWith(journey.store() + "/"),
            route -> {
              // Only the poster arrives, so nothing else can give the player a shape.
              if (route.request().resourceType().equals("image")) {
                route.fulfill(
                    new Route.FulfillOptions()
                        .setContentType("image/png")
                        .setHeaders(Map.of("Access-Control-Allow-Origin", "*"))
                        .setBodyBytes(image(90, 160)));
              }
            });
    var page = open("/videos/" + id);
    page.waitForFunction(
        """
        async () => {
          await Object.assign(new Image(), { crossOrigin: "anonymous", src: player.poster }).decode();
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          return true;
        }
        """);

    // On a phone, neither shape reaches the greatest height of a player.
    page.setViewportSize(PHONE_WIDTH, HEIGHT);
    var shape =
        (Number)
            page.evaluate(
                "player.offsetWidth / player.offsetHeight * (player.height / player.width)");
    assertThat(shape.doubleValue()).isCloseTo(1, within(0.02));
  }

  @Test
  void fileThatIsNoImageIsRefusedWithTheReason() {
    var id = uploadWithPictures();
    var page = open("/videos/" + id);
    page.locator("#poster-picker summary").click();

    page.locator("#poster-file")
        .setInputFiles(
            new FilePayload("picture.png", "image/png", "<html>".getBytes(StandardCharsets.UTF_8)));

    assertThat(page.locator("#poster-status")).hasText("The file isn't a JPEG, PNG or WebP image.");
  }

  private static void awaitPoster(Page page) {
    page.waitForFunction(
        "() => [...document.querySelectorAll('.poster-picture')].some(p => p.naturalWidth > 0)");
  }

  /** The pictures are loaded when the pointer moves for the first time. */
  private static void awaitSeekPicture(Page page) {
    var seek = page.locator(".seek");
    var moves = new AtomicInteger();
    page.waitForCondition(
        () -> {
          seek.hover(new Locator.HoverOptions().setPosition(10 + moves.incrementAndGet() % 20, 12));
          return (boolean)
              page.evaluate("document.querySelector('.seek-picture img')?.naturalWidth > 0");
        });
  }

  private Page open(String path) {
    var page = journey.openUploadPage();
    page.navigate(path);
    return page;
  }

  private String uploadWithPictures() {
    var id = creator.upload("clip.mp4", SmallVideos.next()).getString("id");
    Eventually.holds(
        "the video has pictures",
        () -> creator.request().get("/api/videos/" + id + "/storyboard.vtt").statusCode() == 200);
    return id;
  }

  private static byte[] image(int width, int height) {
    try (var bytes = new ByteArrayOutputStream()) {
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In both colour schemes and on a phone. */
  private void checkAccessibility(Page page, String name) {
    for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      assertThat(Accessibility.violations(page)).as(name + " " + scheme).isEmpty();
      journey.screenshot(name + "-" + scheme.name().toLowerCase(Locale.ROOT));
    }
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    page.setViewportSize(PHONE_WIDTH, HEIGHT);
    var width = (Integer) page.evaluate("document.documentElement.scrollWidth");
    assertThat(width).as(name).isLessThanOrEqualTo(PHONE_WIDTH);
    journey.screenshot(name + "-phone");
    page.setViewportSize(1280, HEIGHT);
  }
}
