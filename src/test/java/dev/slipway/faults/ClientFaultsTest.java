package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.slipway.faults.TcpInterceptor.Way;
import dev.slipway.journey.Journey;
import dev.slipway.journey.LargeFile;
import dev.slipway.journey.SmallParts;
import dev.slipway.journey.UploadCard;
import dev.slipway.testing.Caller;
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
 * Somebody uploads with the page, and it has to get over what happens to store, line and server.
 */
@Tag("faults")
class ClientFaultsTest {
  /** The longest pause between two tries is 45 s. */
  private static final Duration LONGEST = Duration.ofMinutes(4);

  private static final Page.WaitForConditionOptions PATIENCE =
      new Page.WaitForConditionOptions().setTimeout(LONGEST.toMillis());

  /** Several tries long. */
  private static final Duration A_WHILE = Duration.ofSeconds(5);

  /** Of the store's answers, only those to a PUT say this. */
  private static final String TAKEN = "ETag: \"";

  private static final int HALF = SmallParts.PART_SIZE / 2;

  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "SLIPWAY_UPLOADS_PARTS_FROM", Integer.toString(SmallParts.FROM),
              "SLIPWAY_UPLOADS_PART_SIZE", Integer.toString(SmallParts.PART_SIZE)));

  @TempDir Path directory;

  private Replica replica = STACK.replica();

  @RegisterExtension
  final Journey journey =
      Journey.at(() -> replica.origin(), () -> URI.create(STACK.browsersStore()));

  @AfterEach
  void leaveTheLinesAlone() {
    STACK.browserToStore().tap(TcpInterceptor.NONE);
    STACK.toStore().tap(TcpInterceptor.NONE);
    STACK.relay().passOnTo(STACK.replica());
  }

  @Test
  @Tag("quick")
  @Fault("the store is killed during a PUT and stays down")
  void resumesWhenTheStoreReturns() throws Exception {
    var clip = LargeFile.of(directory, "clip.mp4", 1, SmallParts.PART_SIZE);
    var film = LargeFile.of(directory, "film.mp4", 2);
    Set<Integer> halfway = ConcurrentHashMap.newKeySet();
    var killed = new CountDownLatch(1);
    var puts =
        PutCounter.seenBy(
            put -> {
              if ((put.part() == PutCounter.WHOLE || put.part() == 4) && put.sent() > HALF) {
                halfway.add(put.part());
                await(killed);
              }
            });
    STACK.browserToStore().tap(puts);
    var page = journey.openUploadPage();
    var cards = List.of(UploadCard.choose(page, clip.path()), UploadCard.choose(page, film.path()));
    // One PUT and one part are under way, and the other parts are taken.
    page.waitForCondition(() -> halfway.size() == 2 && journey.storedParts().size() == 4, PATIENCE);

    STACK.store().kill();
    killed.countDown();
    during(
        FaultSuiteSettings.away(),
        () -> assertThat(cards).noneMatch(card -> card.phase().equals("done")));
    assertThat(cards).allMatch(card -> rows(card) == 0);
    var before = puts.count();
    STACK.store().start();

    requireDone(cards.get(0), clip);
    requireDone(cards.get(1), film);
    assertThat(List.of(1, 2, 3, 5)).allMatch(part -> puts.of(part) == 1);
    assertThat(puts.count() - before).isEqualTo(2);
    STACK.saw(
        "down for %,d s: no row in that time; then both files continued without help, and the "
            + "interrupted PUTs were repeated once",
        FaultSuiteSettings.away().toSeconds());
  }

  @Test
  @Fault("a URL expires between parts")
  void signsAPartAgainAfterItsUrlExpires() throws Exception {
    var lifetime = FaultSuiteSettings.of(3, 40);
    replica = STACK.another(Map.of("SLIPWAY_UPLOADS_URL_LIFETIME", lifetime + "S"));
    var puts = PutCounter.before(new UrlExpiryDelay(2));
    STACK.browserToStore().tap(puts);
    var film = LargeFile.of(directory, "film.mp4", 3);

    var card = UploadCard.choose(journey.openUploadPage(), film.path());

    requireDone(card, film);
    assertThat(puts.of(2)).isEqualTo(2);
    assertThat(puts.count()).isEqualTo(LargeFile.PART_NUMBERS.size() + 1);
    STACK.saw("a URL of %d s expired: signed again, one part sent again", lifetime);
  }

  @Test
  @Tag("quick")
  @Fault("connections are cut at random offsets")
  void resendsOnePartForEachLostConnection() throws Exception {
    var cuts = FaultSuiteSettings.of(5, 50);
    var size = FaultSuiteSettings.of(22 << 20, 110 << 20);
    var offsets = new TreeSet<Long>();
    new Random(50).longs(0, size).distinct().limit(cuts).forEach(offsets::add);
    var done = new AtomicInteger();
    var puts = PutCounter.before(TcpInterceptor.cutting(offsets, done));
    STACK.browserToStore().tap(puts);
    var film = LargeFile.of(directory, "film.mp4", 4, size);

    var card = UploadCard.choose(journey.openUploadPage(), film.path());

    requireDone(card, film);
    assertThat(journey.storedParts()).doesNotHaveDuplicates();
    var again = puts.count() - journey.storedParts().size();
    assertThat(done.get()).isBetween(cuts / 2, cuts);
    // What was cut before its head had passed has not set out.
    assertThat(again).isBetween(done.get() / 2, done.get());
    STACK.saw("%d cuts, %d parts sent again, checksum equal", done.get(), again);
  }

  @Test
  @Tag("quick")
  @Fault("one bit is flipped in transit")
  void resendsAPartThatArrivesCorrupted() throws Exception {
    var puts = PutCounter.before(TcpInterceptor.corruptingOnce(8 << 10));
    STACK.browserToStore().tap(puts);
    var film = LargeFile.of(directory, "film.mp4", 5);

    var card = UploadCard.choose(journey.openUploadPage(), film.path());

    requireDone(card, film);
    assertThat(puts.count()).isEqualTo(LargeFile.PART_NUMBERS.size() + 1);
    STACK.saw("refused by the store, that part sent again, checksum equal");
  }

  @Test
  @Tag("quick")
  @Fault("the browser reports 'done': the store's response is lost")
  void asksTheStoreWhenAResponseIsLost() throws Exception {
    STACK.relay().drop();
    var puts = PutCounter.before(ClientFaultsTest::loseAnswersToPuts);
    STACK.browserToStore().tap(puts);
    var clip = LargeFile.of(directory, "clip.mp4", 6, SmallParts.PART_SIZE);

    var card = UploadCard.choose(journey.openUploadPage(), clip.path());

    requireDone(card, clip);
    STACK.saw("%d PUTs without a response; done after the store was asked", puts.count());
  }

  @Test
  @Fault("the browser reports 'done': the store is killed before its response")
  void waitsForAnUnreachableStoreBeforeItReportsDone() throws Exception {
    STACK.relay().drop();
    var killed = new CountDownLatch(1);
    var puts =
        PutCounter.before(
            TcpInterceptor.before(Way.BACK, TAKEN, cutAfter(STACK.store()::kill, killed)));
    STACK.browserToStore().tap(puts);
    var clip = LargeFile.of(directory, "clip.mp4", 7, SmallParts.PART_SIZE);
    var card = UploadCard.choose(journey.openUploadPage(), clip.path());
    journey.page().waitForCondition(() -> killed.getCount() == 0, PATIENCE);

    during(A_WHILE, () -> assertThat(card.phase()).isEqualTo("uploading"));
    assertThat(rows(card)).isZero();
    var before = puts.count();
    STACK.store().start();

    requireDone(card, clip);
    assertThat(puts.count()).isEqualTo(before);
    STACK.saw("not done while the store was down; done afterwards, and nothing sent again");
  }

  @ParameterizedTest
  @MethodSource("aroundTheCompletion")
  @Fault("the browser reports 'done': the application is killed during the completion")
  void waitsForAnUnreachableApplicationBeforeItReportsDone(Way way, String text) throws Exception {
    STACK.relay().drop();
    var killed = new CountDownLatch(1);
    STACK.toStore().tap(TcpInterceptor.before(way, text, cutAfter(replica::kill, killed)));
    var film = LargeFile.of(directory, "film-%s.mp4".formatted(way), way.ordinal());
    var card = UploadCard.choose(journey.openUploadPage(), film.path());
    journey.page().waitForCondition(() -> killed.getCount() == 0, PATIENCE);

    during(A_WHILE, () -> assertThat(card.phase()).isEqualTo("confirming"));
    assertThat(rows(card)).isZero();
    assertThat(STACK.bucket().list().containsKey(key(card))).isEqualTo(way == Way.BACK);
    replica.start();

    requireDone(card, film);
    STACK.saw(
        "killed %s the store had assembled the parts: not done before the restart, done after it",
        way == Way.BACK ? "after" : "before");
  }

  private static Stream<Arguments> aroundTheCompletion() {
    return Stream.of(
        Arguments.of(Way.THERE, "<CompleteMultipartUpload"),
        Arguments.of(Way.BACK, "<CompleteMultipartUploadResult"));
  }

  /** At the moment at which the page says so, everything else has to be true. */
  private void requireDone(UploadCard card, LargeFile film) throws IOException {
    card.awaitPhase("done", LONGEST);
    var video = TolerantClient.of("creator", replica).get("/api/videos/" + card.id()).expect(200);
    assertThat(video.text("status")).isEqualTo("READY");
    assertThat(Caller.sha256(STACK.bucket().get(key(card)))).isEqualTo(Caller.sha256(film.bytes()));
    STACK.acknowledged().add(key(card), film.bytes());
  }

  /** Also of those that the browser sends once more by itself, and that the store refuses. */
  private static byte[] loseAnswersToPuts(Way way, byte[] bytes) throws IOException {
    if (way == Way.BACK
        && (TcpInterceptor.contains(bytes, TAKEN) || TcpInterceptor.contains(bytes, " 412 "))) {
      throw new IOException("cut");
    }
    return bytes;
  }

  private static void during(Duration time, Runnable check) {
    var end = Instant.now().plus(time);
    Eventually.holds(
        "the time is over",
        time.plusMinutes(1),
        () -> {
          check.run();
          return Instant.now().isAfter(end);
        });
  }

  private static TcpInterceptor.Act cutAfter(Runnable act, CountDownLatch done) {
    return () -> {
      act.run();
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

  private static long rows(UploadCard card) {
    return STACK
        .database()
        .count("select count(*) from video where object_key = '%s'".formatted(key(card)));
  }

  private static String key(UploadCard card) {
    return "videos/" + card.id() + "/source";
  }
}
