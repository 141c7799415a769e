package dev.slipway.processing.probe;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.verdict.VerdictWriter;
import dev.slipway.media.probe.MediaProbe;
import dev.slipway.processing.probe.VideoProbe.Verdict;
import dev.slipway.processing.work.JobFile;
import dev.slipway.processing.work.JobHandler;
import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.JobResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Probes the file of a video, and writes the verdict. The other kinds follow if it is accepted. */
@ApplicationScoped
class ProbeHandler implements JobHandler {
  private final VideoProbe videoProbe;
  private final MediaProbe mediaProbe;
  private final VerdictWriter verdicts;
  private final ProbeMetrics metrics;

  ProbeHandler(
      VideoProbe videoProbe, MediaProbe mediaProbe, VerdictWriter verdicts, ProbeMetrics metrics) {
    this.videoProbe = videoProbe;
    this.mediaProbe = mediaProbe;
    this.verdicts = verdicts;
    this.metrics = metrics;
  }

  @Override
  public JobKind kind() {
    return JobKind.PROBE;
  }

  @Override
  public JobResult run(JobFile file, BiConsumer<String, Integer> progress) {
    return new Result(videoProbe.probe(file, progress));
  }

  @Override
  public Optional<String> missingProgram() {
    return mediaProbe.isAvailable() ? Optional.empty() : Optional.of("ffprobe");
  }

  /** Writes a verdict. */
  private final class Result implements JobResult {
    private final Verdict verdict;

    Result(Verdict verdict) {
      this.verdict = verdict;
    }

    @Override
    public Set<JobKind> write(Video video) {
      if (verdict.rejection() == null) {
        verdicts.accept(video, verdict.info());
      } else {
        verdicts.reject(video, verdict.rejection(), verdict.detail(), verdict.info());
      }
      return video.isReady() ? JobKind.AFTER_PROBE : Set.of();
    }

    @Override
    public void afterWrite() {
      metrics.recordVerdict(verdict.rejection());
    }
  }
}
