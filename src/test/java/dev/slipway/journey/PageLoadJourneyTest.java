package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.options.LoadState;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.PlayableVideos;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the browser loads for a page. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class PageLoadJourneyTest {
  @TempDir Path directory;

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void workersHaveACachedAddress() throws IOException {
    UploadCard.choose(journey.openUploadPage(), PlayableVideos.mp4(directory, 1))
        .awaitPhase("done");

    assertThat(journey.requestsTo(journey.app()))
        .extracting(request -> URI.create(request.url()).getPath())
        .filteredOn(path -> path.endsWith(".js"))
        .allMatch(path -> path.matches("/assets/[0-9a-f]{16}/.*"))
        .anyMatch(path -> path.endsWith("/uploads/client/hashWorker.js"));
    assertThat(journey.consoleErrors()).isEmpty();
  }

  @Test
  void loadsFilesOnce() {
    journey.openUploadPage().waitForLoadState(LoadState.NETWORKIDLE);
    var next = journey.context().newPage();
    var loaded = new ArrayList<String>();
    var devTools = journey.context().newCDPSession(next);
    devTools.on("Network.responseReceived", event -> noteUncached(event, loaded));
    devTools.send("Network.enable");

    next.navigate("/");
    next.waitForLoadState(LoadState.NETWORKIDLE);

    assertThat(loaded).containsExactly("/", "/api/uploads");
  }

  private static void noteUncached(JsonObject event, List<String> loaded) {
    var response = event.getAsJsonObject("response");
    if (!response.get("fromDiskCache").getAsBoolean()) {
      loaded.add(URI.create(response.get("url").getAsString()).getPath());
    }
  }
}
