package dev.slipway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.IntegrationsProfile;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.PausedStoreEvents;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reconciliations that need approval because many objects are missing. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(IntegrationsProfile.class)
class HeldReconciliationTest implements PausedStoreEvents {
  @Inject CatalogueSync sync;
  @Inject ObjectStore store;

  private final ApiClient creator = ApiClient.as("creator");
  private final ReconciliationClient reconciliations = new ReconciliationClient();

  @Test
  void marksNothingBeforeApproval() {
    var missing = uploadAndRemove(3);
    var newUpload = creator.put("clip.mp4", Mp4Header.bytes(650, 5));

    var held = reconciliations.run(Map.of());

    assertThat(held.getString("status")).isEqualTo("HELD");
    assertThat(held.getLong("found.gone")).isEqualTo(3);
    assertThat(held.getString("problem")).contains("videos");
    missing.forEach(id -> assertPlayable(id, true));
    // New objects are catalogued without approval.
    assertPlayable(newUpload, true);

    var approved = reconciliations.awaitEnd(reconciliations.approve(held.getLong("id")));

    assertThat(approved.getString("status")).isEqualTo("DONE");
    assertThat(approved.getLong("repaired")).isEqualTo(3);
    missing.forEach(id -> assertPlayable(id, false));
  }

  @Test
  void staysHeldUntilApproved() {
    creator.upload("clip.mp4", Mp4Header.bytes(655, 5));
    var missing = uploadAndRemove(3);
    var held = reconciliations.run(Map.of());
    // Now only two are missing, which alone would need no approval.
    sync.sync(ObjectKey.ofSource(new RandomId(missing.get(0))), SyncTrigger.NOTIFICATION);

    var later = reconciliations.run(Map.of());

    assertThat(later.getString("status")).isEqualTo("HELD");
    assertThat(later.getString("problem")).isEqualTo(held.getString("problem"));
    reconciliations.awaitEnd(reconciliations.approve(later.getLong("id")));
    assertPlayable(missing.get(2), false);
  }

  @Test
  void isHeldAgainWhenMoreAreMissingThanApproved() {
    uploadAndRemove(3);
    var held = reconciliations.run(Map.of());
    uploadAndRemove(1);

    var again = reconciliations.awaitEnd(reconciliations.approve(held.getLong("id")));

    assertThat(again.getString("status")).isEqualTo("HELD");
    reconciliations.awaitEnd(reconciliations.approve(again.getLong("id")));
  }

  private List<String> uploadAndRemove(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> creator.upload("clip.mp4", Mp4Header.bytes(660 + i, 5)).getString("id"))
        .peek(id -> store.remove(ObjectKey.ofSource(new RandomId(id))))
        .toList();
  }

  private void assertPlayable(String id, boolean playable) {
    creator
        .request()
        .get("/api/videos/{id}", id)
        .then()
        .statusCode(200)
        .body("playable", equalTo(playable));
  }
}
