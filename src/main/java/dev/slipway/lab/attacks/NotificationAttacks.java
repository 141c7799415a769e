package dev.slipway.lab.attacks;

import dev.slipway.catalogue.VideoView;
import dev.slipway.lab.attacks.bench.Bench;
import dev.slipway.lab.attacks.bench.StoreNotification;
import dev.slipway.lab.attacks.bench.TestFile;
import dev.slipway.lab.attacks.bench.ThrowAwayUpload;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Notifications that are forged, replayed or not true. */
@ApplicationScoped
class NotificationAttacks implements AttackScript.Group {
  /** A notification that is older than the store's own is skipped without a look at its content. */
  private static final Duration LATER = Duration.ofMinutes(1);

  private static final long TEBIBYTE = 1L << 40;
  private static final String FALSE_ETAG = "0".repeat(32);

  private final SecureRandom random;
  private final Clock clock;

  NotificationAttacks(SecureRandom random, Clock clock) {
    this.random = random;
    this.clock = clock;
  }

  @Override
  public Map<Attack, AttackScript> scripts() {
    return Map.of(
        Attack.FORGED_NOTIFICATION, this::forged,
        Attack.REPLAYED_NOTIFICATION, this::replayed,
        Attack.LYING_NOTIFICATION, this::lying);
  }

  private Observation forged(Bench bench) throws IOException {
    bench.requireWebhook();
    var upload = bench.open(TestFile.video());
    var forgery = lieAbout(bench, upload);
    var withoutToken = bench.notifyForged("POST it without a token", forgery, null);
    var token = RandomId.random(random).value();
    var answer = bench.notifyForged("POST it with a wrong token", forgery, token);
    return Observation.of(answer, Defence.APPLICATION)
        .differingIn(AttackDifference.header("Authorization", null, "Bearer " + token))
        .check(
            RequestOutcome.of(withoutToken, Defence.APPLICATION) == RequestOutcome.REFUSED,
            "Without a token the webhook answers %d.".formatted(withoutToken.status()),
            "Without a token the webhook has accepted it.")
        .check(
            bench.countRows(upload.key()) == 0,
            "The catalogue has no row about the key.",
            "The catalogue has a row about the key.")
        .check(
            !bench.hasNotification(upload.key()),
            "The inbox has no notification about the key.",
            "The inbox has a notification about the key.");
  }

  private Observation replayed(Bench bench) throws IOException {
    bench.requireWebhook();
    var upload = bench.open(TestFile.video());
    bench.send("PUT the file as signed", upload.put());
    var object = requireObject(bench, upload);
    var notification =
        bench.notification(upload.key(), object.size(), object.etag(), clock.instant());
    bench.notifyWithToken("POST the notification", notification);
    var second = bench.notifyWithToken("POST the same notification again", notification);
    var processed = bench.awaitProcessed(notification, 2);
    var rows = bench.countRows(upload.key());
    return Observation.of(second, Defence.APPLICATION)
        .check(processed, "The inbox has processed both.", "The inbox has not processed both yet.")
        .check(
            rows == 1,
            "The catalogue has one row about the key.",
            "The catalogue has %d rows about the key.".formatted(rows));
  }

  private Observation lying(Bench bench) throws IOException {
    bench.requireWebhook();
    var stored = bench.open(TestFile.video());
    bench.send("PUT the file as signed", stored.put());
    bench.complete(stored.id());
    var before = bench.findRow(stored.key());
    var lieAboutSize = lieAbout(bench, stored);
    bench.notifyWithToken("POST another size and ETag", lieAboutSize);
    var neverSent = bench.open(TestFile.video());
    var lieAboutObject = lieAbout(bench, neverSent);
    bench.notifyWithToken("POST that another file has arrived", lieAboutObject);
    var applied = bench.awaitApplied(lieAboutSize) && bench.awaitApplied(lieAboutObject);
    var after = bench.findRow(stored.key());
    return Observation.of(bench.readVideo(neverSent), Defence.APPLICATION)
        .differingIn(
            AttackDifference.body(
                describe(before), "%d bytes, ETag %s".formatted(TEBIBYTE, FALSE_ETAG)))
        .check(applied, "The inbox has applied both.", "The inbox has not applied both.")
        .check(
            before.isPresent() && describe(before).equals(describe(after)),
            "The row of the stored file is unchanged: %s.".formatted(describe(after)),
            "The row of the stored file has changed from %s to %s."
                .formatted(describe(before), describe(after)))
        .check(
            bench.countRows(neverSent.key()) == 0,
            "There is no row about the file that was never sent.",
            "There is a row about the file that was never sent.");
  }

  private StoreNotification lieAbout(Bench bench, ThrowAwayUpload upload) {
    return bench
        .notification(upload.key(), TEBIBYTE, FALSE_ETAG, clock.instant())
        .withSequencerOf(clock.instant().plus(LATER));
  }

  private static StoredObject requireObject(Bench bench, ThrowAwayUpload upload)
      throws IOException {
    return bench
        .findObject(upload.key())
        .orElseThrow(() -> new IOException("the store did not accept the file"));
  }

  private static String describe(Optional<VideoView> row) {
    return row.map(video -> "%d bytes, ETag %s".formatted(video.size, video.etag)).orElse("none");
  }
}
