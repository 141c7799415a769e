package dev.slipway.catalogue.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.DerivedStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is left of the pictures of purged videos. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ImageSweepTest {
  private static final AtomicInteger SEED = new AtomicInteger(40);

  @Inject DerivedStore store;
  @Inject Clock clock;
  @Inject EntityManager entities;

  private final ApiClient creator = ApiClient.as("creator");

  @Test
  void oneRunHandlesAllBatches() {
    var purged = purge(5);

    new ImageSweep(store, clock, 2).run();

    assertThat(purged).noneMatch(this::hasPictures);
  }

  @Test
  void oneFailureKeepsNoOtherVideoWaitingAndIsRetried() {
    var purged = purge(3);
    var failing = purged.get(0);
    execute(
        """
        create function refuse() returns trigger language plpgsql
          as $$ begin raise exception 'refused'; end $$
        """);
    execute(
        """
        create trigger refuse before delete on video_pictures for each row
          when (old.video_id = '%s') execute function refuse()
        """
            .formatted(failing));
    var sweep = new ImageSweep(store, clock, 2);
    try {
      sweep.run();
    } finally {
      execute("drop function refuse() cascade");
    }

    assertThat(purged).filteredOn(this::hasPictures).containsExactly(failing);
    sweep.run();
    assertThat(hasPictures(failing)).isFalse();
  }

  /** Returns ids of videos with rows of pictures, in the order in which they were purged. */
  private List<String> purge(int number) {
    var ids = new ArrayList<String>();
    for (var video = 0; video < number; video++) {
      var bytes = Mp4Header.bytes(700, SEED.incrementAndGet());
      var id = creator.upload("purged.mp4", bytes).getString("id");
      creator.request().delete("/api/videos/" + id + "?permanently=true").then().statusCode(204);
      execute(
          "update video set deleted_at = now() - interval '1 hour' + interval '1 second' * %d where"
                  .formatted(video)
              + " id = '%s'".formatted(id));
      execute("insert into video_pictures (video_id) values ('%s')".formatted(id));
      ids.add(id);
    }
    return ids;
  }

  private boolean hasPictures(String id) {
    return QuarkusTransaction.requiringNew()
        .call(() -> VideoPictures.findByIdOptional(id).isPresent());
  }

  private void execute(String statement) {
    QuarkusTransaction.requiringNew()
        .run(() -> entities.createNativeQuery(statement).executeUpdate());
  }
}
