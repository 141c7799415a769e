package dev.slipway.processing.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.QueryPlans;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search for videos that lack something, in a real catalogue. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class BackfillSearchTest {
  private static final AtomicInteger SEED = new AtomicInteger();
  private static final String LACKING = "v.id in (select id from video where title = 'Lacking')";
  private static final int ALL = 10_000;

  @Inject EntityManager entities;
  @Inject ObjectStore store;

  @BeforeEach
  void renameFoundVideos() {
    update("update video set title = 'Found' where title = 'Lacking'");
  }

  @Test
  void findsTheNewestFirstAndContinuesAfterThem() {
    var oldest = upload("Lacking");
    upload("Complete");
    var middle = upload("Lacking");
    var newest = upload("Lacking");
    var search = new BackfillSearch(entities, LACKING);

    assertThat(search.findNext(store.bucket(), 2)).containsExactly(newest, middle);
    assertThat(search.findNext(store.bucket(), 2)).containsExactly(oldest);
    assertThat(search.findNext(store.bucket(), 2)).containsExactly(newest, middle);
  }

  @Test
  void examinesALimitedNumberInEachCall() {
    var old = upload("Lacking");
    upload("Complete");
    upload("Complete");
    var search = new BackfillSearch(entities, LACKING, 1);

    var results = new ArrayList<List<String>>();
    for (var call = 0; call < 3; call++) {
      results.add(search.findNext(store.bucket(), ALL));
    }

    assertThat(results).containsExactly(List.of(), List.of(), List.of(old));
  }

  @Test
  void isExhaustedWhenAPassHasFoundNothing() {
    upload("Complete");
    var old = upload("Lacking");
    upload("Complete");
    var search = new BackfillSearch(entities, LACKING, 1);
    assertThat(search.findNext(store.bucket(), ALL)).isEmpty();
    assertThat(search.isExhausted()).as("older videos remain").isFalse();

    var found = search.findNext(store.bucket(), ALL);
    assertThat(found).containsExactly(old);
    update("update video set title = 'Found' where title = 'Lacking'");
    var slow = new BackfillSearch(entities, LACKING);
    slow.findNext(store.bucket(), ALL);
    assertThat(slow.isExhausted()).as("the pass has not ended").isFalse();
    slow.findNext(store.bucket(), ALL);
    assertThat(slow.isExhausted()).isTrue();

    upload("Lacking");
    slow.findNext(store.bucket(), ALL);
    assertThat(slow.isExhausted()).isFalse();
  }

  @Test
  void findsANewVideoAfterTheOldestWasExamined() {
    var search = new BackfillSearch(entities, LACKING);
    assertThat(search.findNext(store.bucket(), ALL)).isEmpty();

    var id = upload("Lacking");

    assertThat(search.findNext(store.bucket(), ALL)).containsExactly(id);
  }

  @Test
  void skipsMissingVideosAndThoseOfAnotherBucket() {
    var missing = upload("Lacking");
    update("update video set missing_since = now() where id = '" + missing + "'");
    upload("Lacking");
    var search = new BackfillSearch(entities, LACKING);

    assertThat(search.findNext("another-bucket", ALL)).isEmpty();
    assertThat(search.findNext(store.bucket(), ALL)).hasSize(1).doesNotContain(missing);
  }

  /** The conditions of the handlers that have a backfill. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "not exists (select 1 from media_job j where j.video_id = v.id and j.kind = 'RENDITIONS')",
        "pictured_at is not null and not exists (select 1 from media_job j where j.video_id = v.id"
            + " and j.kind = 'STORYBOARD') and not exists (select 1 from video_pictures p where"
            + " p.video_id = v.id and p.storyboard is not null)"
      })
  void readsIndexes(String condition) {
    var plan =
        QueryPlans.explain(
            BackfillSearch.query(condition)
                .replace(":time", "now()")
                .replace(":id", "'a'")
                .replace(":examined", "10000")
                .replace(":bucket", "'a'")
                .replace(":limit", "100"));

    assertThat(plan)
        .contains("video_status_newest", "media_job_video_id_kind_key")
        .doesNotContain("Seq Scan");
    assertThat(plan.contains("video_pictures_pkey")).isEqualTo(condition.contains("pictures"));
  }

  private String upload(String title) {
    var bytes = Mp4Header.bytes(900, SEED.incrementAndGet());
    var id = ApiClient.as("creator").upload("clip.mp4", bytes).getString("id");
    // The store has whole seconds.
    update("update video set title = '%s', stored_at = now() where id = '%s'".formatted(title, id));
    return id;
  }

  private void update(String statement) {
    QuarkusTransaction.requiringNew()
        .run(() -> entities.createNativeQuery(statement).executeUpdate());
  }
}
