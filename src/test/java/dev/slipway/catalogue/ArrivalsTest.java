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
import java.util.Arrays;
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
  void rejectsWhatTheStoreKeptOfABrokenUpload() {
    var promised = Mp4.bytes(800, 9);
    var id = Caller.as("creator").open("clip.mp4", "video/mp4", promised).getString("id");
    var key = ObjectKey.ofSource(new ObjectId(id));
    put(key, Arrays.copyOf(promised, 500));

    var video = arrivals.look(key, Signal.NOTIFICATION).orElseThrow();

    assertThat(video.status()).isEqualTo("REJECTED");
    assertThat(video.rejection()).isEqualTo("incomplete");
    assertThat(video.rejectionText()).contains("Upload it again");
    assertThat(video.size()).isEqualTo(500);
    store.remove(key);
  }

  @Test
  void takesAShorterObjectThatReplacesAWholeOne() {
    var id = Caller.as("creator").put("clip.mp4", Mp4.bytes(800, 11));
    var key = ObjectKey.ofSource(new ObjectId(id));
    arrivals.look(key, Signal.NOTIFICATION).orElseThrow();
    store.remove(key);
    put(key, Mp4.bytes(700, 12));

    assertThat(arrivals.look(key, Signal.NOTIFICATION).orElseThrow().status()).isEqualTo("READY");
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
  void correctsWhatARowSaysOfItsObject() {
    var id = Caller.as("creator").put("clip.mp4", Mp4.bytes(800, 7));
    var key = ObjectKey.ofSource(new ObjectId(id));
    var right = arrivals.look(key, Signal.NOTIFICATION).orElseThrow();
    QuarkusTransaction.requiringNew()
        .run(() -> Video.update("size = 1, checksumSha256 = 'wrong' where id = ?1", id));

    var arrival = arrivals.settle(key, Signal.NOTIFICATION);

    assertThat(arrival.change()).isEqualTo(Change.CORRECTED);
    assertThat(arrival.video()).isEqualTo(right);
    assertThat(actionsOf(id)).containsExactly("upload.opened", "video.stored", "video.corrected");
  }

  @Test
  void knowsAVideoAgainWhoseUploadIsLost() {
    var id = Caller.as("creator2").put("été 🎬.mp4", Mp4.bytes(810, 7));
    var key = ObjectKey.ofSource(new ObjectId(id));
    forgetUpload(id);

    var video = arrivals.look(key, Signal.RECONCILE).orElseThrow();

    assertThat(video.id()).isEqualTo(id);
    assertThat(video.owner()).isEqualTo("creator2");
    assertThat(video.fileName()).isEqualTo("été 🎬.mp4");
    assertThat(settlementOf(id)).isEqualTo("STORED 810");
    assertThat(actionsOf(id)).containsExactly("upload.opened", "upload.recovered", "video.stored");
  }

  @Test
  void givesAVideoBackOnceItsOwnerHasAnAccount() {
    var id = Caller.as("creator2").put("clip.mp4", Mp4.bytes(820, 7));
    var key = ObjectKey.ofSource(new ObjectId(id));
    forgetUpload(id);
    arrivals.look(key, Signal.RECONCILE);
    QuarkusTransaction.requiringNew()
        .run(() -> Video.update("owner = null, uploadId = null where id = ?1", id));
    forgetUpload(id);

    var arrival = arrivals.settle(key, Signal.RECONCILE);

    assertThat(arrival.change()).isEqualTo(Change.CLAIMED);
    assertThat(arrival.video().owner()).isEqualTo("creator2");
    assertThat(settlementOf(id)).isEqualTo("STORED 820");
    assertThat(arrivals.settle(key, Signal.RECONCILE).change()).isEqualTo(Change.NOTHING);
  }

  @Test
  void givesAVideoBackWhoseUploadIsStillKnown() {
    var id = Caller.as("creator2").upload("clip.mp4", Mp4.bytes(825, 7)).getString("id");
    QuarkusTransaction.requiringNew()
        .run(() -> Video.update("owner = null, uploadId = null where id = ?1", id));

    var arrival = arrivals.settle(ObjectKey.ofSource(new ObjectId(id)), Signal.RECONCILE);

    assertThat(arrival.change()).isEqualTo(Change.CLAIMED);
    assertThat(arrival.video().owner()).isEqualTo("creator2");
  }

  @Test
  void findsAnotherAddressWhereItsOwnIsTaken() {
    var id = Caller.as("creator2").upload("clip.mp4", Mp4.bytes(830, 7)).getString("id");
    // As after a copy of the bucket under another name.
    QuarkusTransaction.requiringNew()
        .run(() -> Video.update("bucket = 'the-first' where id = ?1", id));

    var video = arrivals.look(ObjectKey.ofSource(new ObjectId(id)), Signal.RECONCILE).orElseThrow();

    assertThat(video.id()).isNotEqualTo(id);
    assertThat(video.owner()).isEqualTo("creator2");
  }

  @Test
  void keepsTheAddressOfAVideoWhoseOwnerHasNoAccount() {
    var key = ObjectKey.ofSource(new ObjectId("a".repeat(26)));
    put(key, Mp4.bytes(600, 1), new Origin("somebody", "clip.mp4", "A clip").metadata());

    var video = arrivals.look(key, Signal.RECONCILE).orElseThrow();

    assertThat(video.id()).isEqualTo("a".repeat(26));
    assertThat(video.owner()).isNull();
    assertThat(video.title()).isEqualTo("A clip");
    store.remove(key);
  }

  @Test
  void settlesUploadAndQuotaWithTheRow() {
    var id = Caller.as("creator2").put("clip.mp4", Mp4.bytes(900, 1));

    arrivals.look(ObjectKey.ofSource(new ObjectId(id)), Signal.NOTIFICATION);

    assertThat(settlementOf(id)).isEqualTo("STORED 900");
  }

  private static Object settlementOf(String id) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Video.getEntityManager()
                    .createNativeQuery(
                        "select u.status || ' ' || r.bytes from upload u"
                            + " join reservation r on r.upload_id = u.id where u.id = ?1",
                        String.class)
                    .setParameter(1, id)
                    .getSingleResult());
  }

  private static void forgetUpload(String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                List.of("reservation where upload_id", "upload where id")
                    .forEach(
                        rows ->
                            Video.getEntityManager()
                                .createNativeQuery("delete from " + rows + " = ?1")
                                .setParameter(1, id)
                                .executeUpdate()));
  }

  private void put(ObjectKey key, byte[] bytes) {
    put(key, bytes, Map.of());
  }

  private void put(ObjectKey key, byte[] bytes, Map<String, String> metadata) {
    var terms = new PutTerms("video/mp4", bytes.length, null, metadata);
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
