package dev.slipway.uploads.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.account.administration.RemovalStep.Removal;
import dev.slipway.account.administration.RemovedVideos;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class OpenUploadsRemovalTest {
  private static final Removal REMOVAL = new Removal("creator2", RemovedVideos.KEEP, null, "admin");

  @Inject OpenUploadsRemoval step;

  /** The removal goes on until nothing is left. */
  @Test
  void tellsHowManyUploadsItHasClosed() {
    var client = ApiClient.as("creator2");
    var upload = client.open("clip.mp4", "video/mp4", new byte[900]).getString("id");

    assertThat(run(1)).isOne();
    while (run(100) > 0) {
      // Those of other tests.
    }

    client.request().get("/api/uploads/" + upload).then().body("status", equalTo("ABORTED"));
  }

  private int run(int limit) {
    return QuarkusTransaction.requiringNew().call(() -> step.run(REMOVAL, limit));
  }
}
