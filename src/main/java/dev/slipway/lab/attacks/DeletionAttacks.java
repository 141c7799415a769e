package dev.slipway.lab.attacks;

import dev.slipway.lab.attacks.bench.Bench;
import dev.slipway.lab.attacks.bench.TestFile;
import dev.slipway.lab.attacks.bench.ThrowAwayUpload;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;

/** URLs that were signed before a video was deleted, used afterwards. */
@ApplicationScoped
class DeletionAttacks implements AttackScript.Group {
  @Override
  public Map<Attack, AttackScript> scripts() {
    return Map.of(
        Attack.PLAY_AFTER_DELETION, this::play,
        Attack.UPLOAD_AFTER_DELETION, this::upload);
  }

  private Observation play(Bench bench) throws IOException {
    var upload = store(bench);
    var get = bench.requestPlayUrl(upload);
    var before = bench.send("GET the video", get);
    bench.send("DELETE the object", bench.requestDeleteUrl(upload));
    var after = bench.send("GET it again with the same URL", get);
    return Observation.of(after, Defence.APPLICATION)
        .check(
            before.isSuccess(),
            "Before the deletion the URL worked.",
            "The URL did not work before the deletion either: %s.".formatted(before.summary()))
        .check(
            bench.findObject(upload.key()).isEmpty(),
            "The store has no object under the key.",
            "The store still has an object under the key.");
  }

  private Observation upload(Bench bench) throws IOException {
    var upload = store(bench);
    bench.deletePermanently(upload);
    var late = bench.send("PUT the file again with the first URL", upload.put());
    return Observation.of(bench.complete(upload.id()), Defence.APPLICATION)
        .check(
            late.isSuccess(),
            "The store has accepted the PUT, because the key was free.",
            "The store has refused the PUT with %s, so this shows nothing."
                .formatted(late.summary()))
        .check(
            bench.findObject(upload.key()).isEmpty(),
            "The object is removed again.",
            "The store still has the object.")
        .check(
            bench.findRow(upload.key()).filter(row -> row.playable).isEmpty(),
            "The video is still deleted.",
            "The catalogue has a video again.");
  }

  private static ThrowAwayUpload store(Bench bench) throws IOException {
    var upload = bench.open(TestFile.video());
    bench.send("PUT the file as signed", upload.put());
    bench.complete(upload.id());
    return upload;
  }
}
