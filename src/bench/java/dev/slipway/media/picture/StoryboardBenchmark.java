package dev.slipway.media.picture;

import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import dev.slipway.media.probe.TestMedia;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * P15 and P16: poster and storyboard of a video of ten minutes with 1280 × 720 pixels, compared
 * with the same storyboard by one command of ffmpeg that decodes every frame. The environment
 * variable {@code SLIPWAY_BENCHMARK_VIDEO} can name such a file.
 */
class StoryboardBenchmark {
  private static final int WARM_UPS = 1;
  private static final long MILLIS = 600_000;
  private static final double MEGABYTE = 1e6;

  @TempDir Path directory;

  @Test
  void measuresPicturesOfTenMinutes() throws Exception {
    var pictures = new PictureFixture(directory.resolve("work"));
    var file = video();
    var times =
        new InterleavedRuns<Double>(WARM_UPS)
            .with("poster", () -> seconds(() -> pictures.poster(file, MILLIS, null, null)))
            .with("key frames", () -> seconds(() -> pictures.storyboard(file, MILLIS)))
            .with("every frame", () -> seconds(() -> decodeEveryFrame(file)))
            .run();
    pictures.poster(file, MILLIS, null, null);
    var posterBytes = pictures.bytesRead();
    pictures.storyboard(file, MILLIS);
    var everyFrame = Samples.of(times.get("every frame"), seconds -> seconds);
    new ResultTable("P16: storyboard of ten minutes of 720p")
        .row("s, decoding every frame", everyFrame)
        .row("s, key frames only", Samples.of(times.get("key frames"), s -> s), everyFrame)
        .row("s, poster", Samples.of(times.get("poster"), s -> s), everyFrame)
        .print();
    System.out.printf(
        "Read for the poster: %.1f MB, for the storyboard: %.1f MB of %.1f MB%n",
        posterBytes / MEGABYTE, pictures.bytesRead() / MEGABYTE, file.toFile().length() / MEGABYTE);
  }

  private Path video() {
    var given = System.getenv("SLIPWAY_BENCHMARK_VIDEO");
    if (given != null) {
      return Path.of(given);
    }
    return TestMedia.ffmpeg(
        directory,
        "video.mp4",
        List.of(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=1280x720:rate=25:duration=600",
            "-c:v",
            "libopenh264",
            "-g",
            "50",
            "-b:v",
            "5M"));
  }

  private void decodeEveryFrame(Path file) {
    TestMedia.ffmpeg(
        directory,
        "frames-%d.jpg",
        List.of(
            "-threads",
            "1",
            "-i",
            file.toString(),
            "-an",
            "-vf",
            "fps=1/6,scale=160:-2,tile=5x5",
            "-q:v",
            "6"));
  }

  private static double seconds(Runnable work) {
    var started = System.nanoTime();
    work.run();
    return (System.nanoTime() - started) / 1e9;
  }
}
