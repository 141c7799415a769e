package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A user uploads on a touch screen. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class TouchJourneyTest {
  @TempDir Path directory;

  @RegisterExtension final Journey journey = Journey.onPhone();

  @Test
  void uploadsWithTargetsThatAreLargeEnough() {
    var page = journey.page();
    page.navigate("/login");
    assertThat(targetsThatAreTooSmall()).isEmpty();

    var card = UploadCard.choose(journey.openUploadPage(), PlayableVideos.mp4(directory, 1));
    assertThat(targetsThatAreTooSmall()).isEmpty();
    card.root().getByText("Details and link").tap();
    assertThat(targetsThatAreTooSmall()).isEmpty();
    card.awaitPhase("done");
    assertThat(targetsThatAreTooSmall()).isEmpty();
    journey.screenshot("touch-upload-done");

    card.link("Open the video page").tap();
    page.waitForURL("**/videos/*");
    assertThat(targetsThatAreTooSmall()).isEmpty();
  }

  @Test
  void listsVideosWithTargetsThatAreLargeEnough() {
    ApiClient.as("creator").upload("listed.mp4", Mp4Header.bytes(2_000, 3));
    journey.as("admin");
    journey.page().navigate("/admin/videos");

    assertThat(targetsThatAreTooSmall()).isEmpty();
    journey.screenshot("touch-admin");
  }

  /** Controls whose hit area is lower than the 44 px that the design requires. */
  private String targetsThatAreTooSmall() {
    return (String)
        journey
            .page()
            .evaluate(
                """
                () => {
                  const height = (element) => {
                    const { inset } = getComputedStyle(element, "::after");
                    const beyond = Math.max(0, -parseFloat(inset) || 0);
                    return element.getBoundingClientRect().height + 2 * beyond;
                  };
                  return [...document.querySelectorAll(".button, .input, .nav a, .segments a, .copy")]
                    .filter((element) => element.checkVisibility() && height(element) < 44)
                    .map((element) => `${element.outerHTML.slice(0, 80)} ${height(element)}`)
                    .join(" | ");
                }""");
  }
}
