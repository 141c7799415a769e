package dev.slipway.ingest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.catalogue.Arrivals;
import dev.slipway.catalogue.Signal;
import dev.slipway.embedded.EmbeddedPartsResource;
import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
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
@WithTestResource(EmbeddedPartsResource.class)
@TestProfile(HeldReconciliationTest.Strict.class)
class HeldReconciliationTest {
  /** Three are too many. */
  public static final class Strict implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("slipway.reconcile.gone-few", "2", "slipway.reconcile.gone-share", "0");
    }
  }

  @Inject Arrivals arrivals;
  @Inject ObjectStore store;

  private final Caller creator = Caller.as("creator");
  private final Runs runs = new Runs();

  @BeforeEach
  void silenceTheStore() {
    StoreEvents.pause();
  }

  @AfterEach
  void letTheStoreSpeak() {
    StoreEvents.resume();
  }

  @Test
  void marksNothingBeforeSomebodyHasAgreed() {
    var gone = vanished(3);
    var missed = creator.put("clip.mp4", Mp4.bytes(650, 5));

    var held = runs.reconcile(Map.of());

    assertThat(held.getString("status")).isEqualTo("HELD");
    assertThat(held.getLong("found.gone")).isEqualTo(3);
    assertThat(held.getString("problem")).contains("videos");
    gone.forEach(id -> assertPlayable(id, true));
    // What came is catalogued all the same.
    assertPlayable(missed, true);

    var approved = runs.ended(runs.approve(held.getLong("id")));

    assertThat(approved.getString("status")).isEqualTo("DONE");
    assertThat(approved.getLong("repaired")).isEqualTo(3);
    gone.forEach(id -> assertPlayable(id, false));
  }

  @Test
  void staysHeldWhereNobodyHasAgreed() {
    creator.upload("clip.mp4", Mp4.bytes(655, 5));
    var gone = vanished(3);
    var held = runs.reconcile(Map.of());
    // One less, so that they would be few enough by themselves.
    arrivals.look(ObjectKey.ofSource(new ObjectId(gone.get(0))), Signal.NOTIFICATION);

    var later = runs.reconcile(Map.of());

    assertThat(later.getString("status")).isEqualTo("HELD");
    assertThat(later.getString("problem")).isEqualTo(held.getString("problem"));
    runs.ended(runs.approve(later.getLong("id")));
    assertPlayable(gone.get(2), false);
  }

  @Test
  void isHeldAgainWhereMoreAreGoneThanWereAgreedTo() {
    vanished(3);
    var held = runs.reconcile(Map.of());
    vanished(1);

    var again = runs.ended(runs.approve(held.getLong("id")));

    assertThat(again.getString("status")).isEqualTo("HELD");
    runs.ended(runs.approve(again.getLong("id")));
  }

  private List<String> vanished(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> creator.upload("clip.mp4", Mp4.bytes(660 + i, 5)).getString("id"))
        .peek(id -> store.remove(ObjectKey.ofSource(new ObjectId(id))))
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
