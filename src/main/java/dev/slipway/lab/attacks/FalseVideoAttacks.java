package dev.slipway.lab.attacks;

import dev.slipway.lab.attacks.bench.Bench;
import dev.slipway.lab.attacks.bench.TestFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;

/** Files that are declared as videos and are none, or a hostile one. */
@ApplicationScoped
class FalseVideoAttacks implements AttackScript.Group {
  @Override
  public Map<Attack, AttackScript> scripts() {
    return Map.of(
        Attack.SVG_AS_VIDEO, bench -> upload(bench, TestFile.svg()),
        Attack.PLAYLIST_AS_VIDEO, bench -> upload(bench, TestFile.playlist()),
        Attack.POISON_FILE, FalseVideoAttacks::poison);
  }

  private static Observation upload(Bench bench, byte[] content) throws IOException {
    var upload = bench.open(content);
    bench.send("PUT the file as signed", upload.put());
    bench.complete(upload.id());
    var row = bench.findRow(upload.key());
    return Observation.of(bench.signPlayUrl(upload), Defence.APPLICATION)
        .check(
            row.isPresent() && row.get().rejection != null && !row.get().playable,
            row.map(video -> "The video is rejected: " + video.rejectionText).orElse(""),
            "The video is not rejected.");
  }

  private static Observation poison(Bench bench) throws IOException {
    var upload = bench.open(TestFile.poison());
    bench.send("PUT the file as signed", upload.put());
    var answer = bench.complete(upload.id());
    var row = bench.findRow(upload.key());
    return Observation.of(answer, Defence.APPLICATION)
        .check(
            row.isPresent() && "mp4".equals(row.get().format.container),
            "The catalogue has the file, with the format of its first bytes. Its status is "
                + row.map(video -> video.status).orElse("")
                + ".",
            "The catalogue doesn’t have the file.");
  }
}
