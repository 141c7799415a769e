package dev.slipway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.Caller;
import dev.slipway.testing.Mp4;
import dev.slipway.testing.StoreEvents;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects that vanish in numbers, where no share of them is taken for granted. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(HeldReconciliationTest.Strict.class)
class HeldReconciliationTest {
  /** Three are too many. */
  public static final class Strict implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("slipway.reconcile.gone-few", "2", "slipway.reconcile.gone-share", "0");
    }
  }

  @Inject CatalogueSync arrivals;
  @Inject ObjectStore store;

  private final Caller creator = Caller.as("creator");
  private final ReconciliationClient runs = new ReconciliationClient();

  @BeforeEach
  void pauseNotifications() {
    StoreEvents.pause();
  }

  @AfterEach
  void resumeNotifications() {
    StoreEvents.resume();
  }

  @Test
  void marksNothingBeforeApproval() {
    var gone = uploadAndRemove(3);
    var missed = creator.put("clip.mp4", Mp4.bytes(650, 5));

    var held = runs.run(Map.of());

    assertThat(held.getString("status")).isEqualTo("HELD");
    assertThat(held.getLong("found.gone")).isEqualTo(3);
    assertThat(held.getString("problem")).contains("videos");
    gone.forEach(id -> assertPlayable(id, true));
    // What came is catalogued all the same.
    assertPlayable(missed, true);

    var approved = runs.awaitEnd(runs.approve(held.getLong("id")));

    assertThat(approved.getString("status")).isEqualTo("DONE");
    assertThat(approved.getLong("repaired")).isEqualTo(3);
    gone.forEach(id -> assertPlayable(id, false));
  }

  @Test
  void staysHeldUntilApproved() {
    creator.upload("clip.mp4", Mp4.bytes(655, 5));
    var gone = uploadAndRemove(3);
    var held = runs.run(Map.of());
    // One less, so that they would be few enough by themselves.
    arrivals.sync(ObjectKey.ofSource(new RandomId(gone.get(0))), SyncTrigger.NOTIFICATION);

    var later = runs.run(Map.of());

    assertThat(later.getString("status")).isEqualTo("HELD");
    assertThat(later.getString("problem")).isEqualTo(held.getString("problem"));
    runs.awaitEnd(runs.approve(later.getLong("id")));
    assertPlayable(gone.get(2), false);
  }

  @Test
  void isHeldAgainWhenMoreAreMissingThanApproved() {
    uploadAndRemove(3);
    var held = runs.run(Map.of());
    uploadAndRemove(1);

    var again = runs.awaitEnd(runs.approve(held.getLong("id")));

    assertThat(again.getString("status")).isEqualTo("HELD");
    runs.awaitEnd(runs.approve(again.getLong("id")));
  }

  private List<String> uploadAndRemove(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> creator.upload("clip.mp4", Mp4.bytes(660 + i, 5)).getString("id"))
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
