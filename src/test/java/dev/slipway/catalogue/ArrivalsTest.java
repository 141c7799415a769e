package dev.slipway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Audit;
import dev.slipway.account.AuditEntry;
import dev.slipway.embedded.EmbeddedPartsResource;
import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.Presigner;
import dev.slipway.storage.PutTerms;
import dev.slipway.testing.Caller;
import dev.slipway.testing.Mp4;
import dev.slipway.testing.StoreEvents;
import dev.slipway.testing.StorePut;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects that come, change, go and come again, seen by many at once. */
@QuarkusTest
@WithTestResource(EmbeddedPartsResource.class)
class ArrivalsTest {
  private static final PutTerms NO_TERMS = new PutTerms("video/mp4", 1, null, Map.of());

  @Inject Arrivals arrivals;
  @Inject ObjectStore store;
  @Inject Presigner presigner;
  @Inject Audit audit;

  @BeforeEach
  void silenceTheStore() {
    StoreEvents.pause();
  }

  @AfterEach
  void letTheStoreSpeak() {
    StoreEvents.resume();
  }

  @Test
  void makesOneRowHoweverManyLookAtOnce() throws Exception {
    var id = Caller.as("creator").put("clip.mp4", Mp4.bytes(800, 1));
    var key = ObjectKey.ofSource(new ObjectId(id));
    var pool = Executors.newFixedThreadPool(16);
    Callable<String> look = () -> arrivals.look(key, Signal.NOTIFICATION).orElseThrow().id();

    var ids = pool.invokeAll(IntStream.range(0, 16).mapToObj(i -> look).toList());
    pool.shutdown();

    for (var seen : ids) {
      assertThat(seen.get()).isEqualTo(id);
    }
    assertThat(generations(key)).hasSize(1);
    assertThat(actionsOf(id)).containsExactly("upload.opened", "video.stored");
  }

  @Test
  void adoptsWhatNobodyPromised() {
    var key = new ObjectKey("videos/from/another tool (1).mp4");
    put(key, Mp4.bytes(600, 1));

    var video = arrivals.look(key, Signal.NOTIFICATION).orElseThrow();

    assertThat(video.owner()).isNull();
    assertThat(video.title()).isEqualTo("another tool (1).mp4");
    assertThat(video.status()).isEqualTo("READY");
    store.remove(key);
  }

  @Test
  void makesAChangedObjectANewGeneration() {
    var key = new ObjectKey("videos/changing.mp4");
    put(key, Mp4.bytes(600, 1));
    var first = arrivals.look(key, Signal.NOTIFICATION).orElseThrow();
    store.remove(key);
    put(key, Mp4.bytes(700, 2));

    var second = arrivals.look(key, Signal.NOTIFICATION).orElseThrow();

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.size()).isEqualTo(700);
    assertThat(generations(key)).extracting(video -> video.latest).containsExactly(false, true);
    store.remove(key);
  }

  @Test
  void noticesThatAnObjectIsGoneAndBack() {
    var key = new ObjectKey("videos/coming and going.mp4");
    var bytes = Mp4.bytes(600, 5);
    put(key, bytes);
    var video = arrivals.look(key, Signal.NOTIFICATION).orElseThrow();

    store.remove(key);
    assertThat(arrivals.look(key, Signal.NOTIFICATION)).isEmpty();
    assertThat(generations(key).get(0).isPlayable()).isFalse();
    put(key, bytes);
    assertThat(arrivals.look(key, Signal.NOTIFICATION)).isPresent();

    assertThat(generations(key)).hasSize(1);
    assertThat(generations(key).get(0).isPlayable()).isTrue();
    assertThat(actionsOf(video.id()))
        .containsExactly("video.stored", "video.missing", "video.found");
    store.remove(key);
  }

  @Test
  void settlesUploadAndQuotaWithTheRow() {
    var id = Caller.as("creator2").put("clip.mp4", Mp4.bytes(900, 1));

    arrivals.look(ObjectKey.ofSource(new ObjectId(id)), Signal.NOTIFICATION);

    var settled =
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    Video.getEntityManager()
                        .createNativeQuery(
                            "select u.status || ' ' || r.bytes from upload u"
                                + " join reservation r on r.upload_id = u.id where u.id = ?1",
                            String.class)
                        .setParameter(1, id)
                        .getSingleResult());
    assertThat(settled).isEqualTo("STORED 900");
  }

  private void put(ObjectKey key, byte[] bytes) {
    var terms = new PutTerms(NO_TERMS.contentType(), bytes.length, null, Map.of());
    var url = presigner.put(key, terms, Duration.ofMinutes(1));
    assertThat(new StorePut("PUT", url.url(), url.headers()).send(bytes)).isEqualTo(200);
  }

  private List<String> actionsOf(String subject) {
    return QuarkusTransaction.requiringNew()
        .call(() -> audit.of(subject).stream().map(AuditEntry::action).toList());
  }

  private static List<Video> generations(ObjectKey key) {
    return QuarkusTransaction.requiringNew()
        .call(() -> Video.<Video>list("objectKey = ?1 order by generation", key.value()));
  }
}
