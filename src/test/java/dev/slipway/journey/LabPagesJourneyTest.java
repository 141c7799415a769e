package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.LoadState;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.lab.Experiment;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holds for every page of the lab. */
@QuarkusTest
@WithTestResource(
    value = EmbeddedServicesResource.class,
    // Without a relay the fault lab does not exist.
    initArgs = @ResourceArg(name = EmbeddedServicesResource.RELAY, value = "true"))
class LabPagesJourneyTest {
  private static final int MAX_SCRIPT_BYTES = 100_000;

  @RegisterExtension final Journey journey = new Journey();

  /** Before compression. */
  @Test
  void noPageLoadsMuchScript() {
    var page = journey.as("admin").page();
    List<Response> scripts = new ArrayList<>();
    page.onResponse(
        response -> {
          if (response.request().resourceType().equals("script")) {
            scripts.add(response);
          }
        });
    for (var experiment : Experiment.values()) {
      scripts.clear();
      page.navigate(experiment.path());
      page.waitForLoadState(LoadState.NETWORKIDLE);

      assertThat(scripts.stream().mapToInt(script -> script.body().length).sum())
          .as(experiment.path())
          .isLessThanOrEqualTo(MAX_SCRIPT_BYTES);
    }
    assertThat(journey.consoleErrors()).isEmpty();
  }
}
