package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.slipway.faults.TcpInterceptor.Direction;
import dev.slipway.journey.Journey;
import dev.slipway.journey.LargeFile;
import dev.slipway.journey.UploadCard;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CustomSettingsProfile;
import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The upload page recovers from failures of the store, the connections and the application, and
 * reports an upload as done only if it is.
 */
@Tag("faults")
class ClientFaultsTest {
  /** Several times the longest pause between two attempts, which is 45 s. */
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  private static final Page.WaitForConditionOptions WAIT_OPTIONS =
      new Page.WaitForConditionOptions().setTimeout(TIMEOUT.toMillis());

  /** Long enough for several attempts of the page. */
  private static final Duration OBSERVATION_TIME = Duration.ofSeconds(5);

  /** Of the store's responses, only those to a PUT contain this. */
  private static final String PUT_SUCCESS = "ETag: \"";

  private static final int HALF_PART = CustomSettingsProfile.PART_SIZE / 2;

  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "SLIPWAY_UPLOADS_PARTS_FROM", Integer.toString(CustomSettingsProfile.PARTS_FROM),
              "SLIPWAY_UPLOADS_PART_SIZE", Integer.toString(CustomSettingsProfile.PART_SIZE)));

  @TempDir Path directory;

  private Replica replica = STACK.replica();

  @RegisterExtension
  final Journey journey =
      Journey.at(() -> replica.origin(), () -> URI.create(STACK.publicStoreUrl()));

  @AfterEach
  void restore() {
    STACK.browserStoreProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.relay().forwardTo(STACK.replica());
  }

  @Test
  @Tag("quick")
  @Fault("the store is killed during a PUT and stays down")
  void resumesWhenTheStoreReturns() throws Exception {
    var clip = LargeFile.of(directory, "clip.mp4", 1, CustomSettingsProfile.PART_SIZE);
    var film = LargeFile.of(directory, "film.mp4", 2);
    Set<Integer> halfway = ConcurrentHashMap.newKeySet();
    var killed = new CountDownLatch(1);
    var puts =
        PutCounter.observedBy(
            put -> {
              if ((put.part() == PutCounter.SINGLE_PUT || put.part() == 4)
                  && put.bytesSent() > HALF_PART) {
                halfway.add(put.part());
                await(killed);
              }
            });
    STACK.browserStoreProxy().setInterceptor(puts);
    var page = journey.openUploadPage();
    var cards = List.of(UploadCard.choose(page, clip.path()), UploadCard.choose(page, film.path()));
    // The clip and part 4 of the film are in transit, and the store has the other four parts.
    page.waitForCondition(
        () -> halfway.size() == 2 && journey.storedParts().size() == 4, WAIT_OPTIONS);

    STACK.store().kill();
    killed.countDown();
    assertThroughout(
        FaultSuiteSettings.outageDuration(),
        () -> assertThat(cards).noneMatch(card -> card.phase().equals("done")));
    assertThat(cards).allMatch(card -> countVideos(card) == 0);
    var before = puts.totalCount();
    STACK.store().start();

    assertDone(cards.get(0), clip);
    assertDone(cards.get(1), film);
    assertThat(List.of(1, 2, 3, 5)).allMatch(part -> puts.countOf(part) == 1);
    assertThat(puts.totalCount() - before).isEqualTo(2);
    STACK.reportResult(
        "down for %,d s: no row in that time; then both files continued without help, and the "
            + "interrupted PUTs were repeated once",
        FaultSuiteSettings.outageDuration().toSeconds());
  }

  @Test
  @Fault("a URL expires between parts")
  void signsAPartAgainAfterItsUrlExpires() throws Exception {
    var lifetime = FaultSuiteSettings.scale(3, 40);
    replica = STACK.startReplica(Map.of("SLIPWAY_UPLOADS_URL_LIFETIME", lifetime + "S"));
    var puts = PutCounter.before(new UrlExpiryDelay(2));
    STACK.browserStoreProxy().setInterceptor(puts);
    var film = LargeFile.of(directory, "film.mp4", 3);

    var card = UploadCard.choose(journey.openUploadPage(), film.path());

    assertDone(card, film);
    assertThat(puts.countOf(2)).isEqualTo(2);
    assertThat(puts.totalCount()).isEqualTo(LargeFile.PART_NUMBERS.size() + 1);
    STACK.reportResult("a URL of %d s expired: signed again, one part sent again", lifetime);
  }

  @Test
  @Tag("quick")
  @Fault("connections are cut at random offsets")
  void resendsOnePartForEachLostConnection() throws Exception {
    var cuts = FaultSuiteSettings.scale(5, 50);
    var size = FaultSuiteSettings.scale(22 << 20, 110 << 20);
    var offsets = new TreeSet<Long>();
    new Random(50).longs(0, size).distinct().limit(cuts).forEach(offsets::add);
    var cutCount = new AtomicInteger();
    var puts = PutCounter.before(TcpInterceptor.cutAt(offsets, cutCount));
    STACK.browserStoreProxy().setInterceptor(puts);
    var film = LargeFile.of(directory, "film.mp4", 4, size);

    var card = UploadCard.choose(journey.openUploadPage(), film.path());

    assertDone(card, film);
    assertThat(journey.storedParts()).doesNotHaveDuplicates();
    var resent = puts.totalCount() - journey.storedParts().size();
    assertThat(cutCount.get()).isBetween(cuts / 2, cuts);
    // The counter does not see a PUT that is cut before its complete head was forwarded.
    assertThat(resent).isBetween(cutCount.get() / 2, cutCount.get());
    STACK.reportResult("%d cuts, %d parts sent again, checksum equal", cutCount.get(), resent);
  }

  @Test
  @Tag("quick")
  @Fault("one bit is flipped in transit")
  void resendsAPartThatArrivesCorrupted() throws Exception {
    var puts = PutCounter.before(TcpInterceptor.corruptOnce(8 << 10));
    STACK.browserStoreProxy().setInterceptor(puts);
    var film = LargeFile.of(directory, "film.mp4", 5);

    var card = UploadCard.choose(journey.openUploadPage(), film.path());

    assertDone(card, film);
    assertThat(puts.totalCount()).isEqualTo(LargeFile.PART_NUMBERS.size() + 1);
    STACK.reportResult("refused by the store, that part sent again, checksum equal");
  }

  @Test
  @Tag("quick")
  @Fault("the browser reports 'done': the store's response is lost")
  void asksTheStoreWhenAResponseIsLost() throws Exception {
    STACK.relay().dropAll();
    var dropped = new AtomicInteger();
    var puts = PutCounter.before((direction, bytes) -> dropPutResponses(direction, bytes, dropped));
    STACK.browserStoreProxy().setInterceptor(puts);
    var clip = LargeFile.of(directory, "clip.mp4", 6, CustomSettingsProfile.PART_SIZE);

    var card = UploadCard.choose(journey.openUploadPage(), clip.path());

    assertDone(card, clip);
    assertThat(dropped).hasPositiveValue();
    STACK.reportResult(
        "%d PUTs without a response; done after the store was asked", puts.totalCount());
  }

  @Test
  @Fault("the browser reports 'done': the store is killed before its response")
  void waitsForAnUnreachableStoreBeforeItReportsDone() throws Exception {
    STACK.relay().dropAll();
    var killed = new CountDownLatch(1);
    var puts =
        PutCounter.before(
            TcpInterceptor.runBefore(
                Direction.TO_CLIENT, PUT_SUCCESS, cutAfter(STACK.store()::kill, killed)));
    STACK.browserStoreProxy().setInterceptor(puts);
    var clip = LargeFile.of(directory, "clip.mp4", 7, CustomSettingsProfile.PART_SIZE);
    var card = UploadCard.choose(journey.openUploadPage(), clip.path());
    journey.page().waitForCondition(() -> killed.getCount() == 0, WAIT_OPTIONS);

    assertThroughout(OBSERVATION_TIME, () -> assertThat(card.phase()).isEqualTo("uploading"));
    assertThat(countVideos(card)).isZero();
    var before = puts.totalCount();
    STACK.store().start();

    assertDone(card, clip);
    assertThat(puts.totalCount()).isEqualTo(before);
    STACK.reportResult(
        "not done while the store was down; done afterwards, and nothing sent again");
  }

  @ParameterizedTest
  @MethodSource("beforeAndAfterCompletion")
  @Fault("the browser reports 'done': the application is killed during the completion")
  void waitsForAnUnreachableApplicationBeforeItReportsDone(Direction direction, String text)
      throws Exception {
    STACK.relay().dropAll();
    var killed = new CountDownLatch(1);
    STACK
        .storeProxy()
        .setInterceptor(TcpInterceptor.runBefore(direction, text, cutAfter(replica::kill, killed)));
    var film = LargeFile.of(directory, "film-%s.mp4".formatted(direction), direction.ordinal());
    var card = UploadCard.choose(journey.openUploadPage(), film.path());
    journey.page().waitForCondition(() -> killed.getCount() == 0, WAIT_OPTIONS);

    assertThroughout(OBSERVATION_TIME, () -> assertThat(card.phase()).isEqualTo("confirming"));
    assertThat(countVideos(card)).isZero();
    assertThat(STACK.bucket().list().containsKey(keyOf(card)))
        .isEqualTo(direction == Direction.TO_CLIENT);
    replica.start();

    assertDone(card, film);
    STACK.reportResult(
        "killed %s the store had assembled the parts: not done before the restart, done after it",
        direction == Direction.TO_CLIENT ? "after" : "before");
  }

  private static Stream<Arguments> beforeAndAfterCompletion() {
    return Stream.of(
        Arguments.of(Direction.TO_SERVER, "<CompleteMultipartUpload"),
        Arguments.of(Direction.TO_CLIENT, "<CompleteMultipartUploadResult"));
  }

  /** Waits until the page reports the upload as done, and asserts that it really is. */
  private void assertDone(UploadCard card, LargeFile film) throws IOException {
    card.awaitPhase("done", TIMEOUT);
    var video = TolerantClient.of("creator", replica).get("/api/videos/" + card.id()).expect(200);
    assertThat(video.text("status")).isEqualTo("READY");
    assertThat(ApiClient.sha256(STACK.bucket().get(keyOf(card))))
        .isEqualTo(ApiClient.sha256(film.bytes()));
    STACK.acknowledged().add(keyOf(card), film.bytes());
  }

  /** Cuts before responses to PUTs, also the 412 to a PUT that the browser repeats on its own. */
  private static byte[] dropPutResponses(Direction direction, byte[] bytes, AtomicInteger dropped)
      throws IOException {
    if (direction == Direction.TO_CLIENT
        && (TcpInterceptor.contains(bytes, PUT_SUCCESS)
            || TcpInterceptor.contains(bytes, " 412 "))) {
      dropped.incrementAndGet();
      throw new IOException("cut");
    }
    return bytes;
  }

  private static void assertThroughout(Duration time, Runnable check) {
    var end = Instant.now().plus(time);
    Eventually.holds(
        "the observation time is over",
        time.plusMinutes(1),
        () -> {
          check.run();
          return Instant.now().isAfter(end);
        });
  }

  private static TcpInterceptor.Action cutAfter(Runnable action, CountDownLatch done) {
    return () -> {
      action.run();
      done.countDown();
      throw new IOException("cut");
    };
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static long countVideos(UploadCard card) {
    return STACK
        .database()
        .count("select count(*) from video where object_key = '%s'".formatted(keyOf(card)));
  }

  private static String keyOf(UploadCard card) {
    return "videos/" + card.id() + "/source";
  }
}
