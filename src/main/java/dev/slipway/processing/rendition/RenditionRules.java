package dev.slipway.processing.rendition;

import dev.slipway.media.probe.MediaProbe;
import dev.slipway.media.probe.SourceStreams;
import dev.slipway.media.rendition.BrowserSupport;
import dev.slipway.media.rendition.RenditionConfig;
import dev.slipway.media.rendition.Transcoder;
import dev.slipway.processing.work.JobFile;
import dev.slipway.web.Formats;
import jakarta.enterprise.context.ApplicationScoped;

/** Decides whether a video gets renditions. */
@ApplicationScoped
class RenditionRules {
  private final RenditionConfig config;
  private final MediaProbe probe;
  private final Transcoder transcoder;

  RenditionRules(RenditionConfig config, MediaProbe probe, Transcoder transcoder) {
    this.config = config;
    this.probe = probe;
    this.transcoder = transcoder;
  }

  /** Reads the format of a file, unless it is too large. */
  Decision decide(JobFile file) {
    var size = file.object().size();
    var maxSize = config.maxSourceSize().asLongValue();
    if (size > maxSize) {
      return Decision.no("The file has %d bytes; %d are allowed".formatted(size, maxSize));
    }
    var streams = probe.readStreams(file.source());
    if (streams.isEmpty()) {
      return Decision.no("The file has no picture that can be transcoded");
    }
    if (new BrowserSupport(config).isSufficient(size, streams.get())) {
      return Decision.no("The file plays everywhere and is small");
    }
    var unsupported = transcoder.findUnsupported(streams.get());
    if (unsupported.isPresent()) {
      return Decision.no(unsupported.get());
    }
    var duration = streams.get().durationMillis();
    if (duration != null && duration > config.maxDuration().toMillis()) {
      return Decision.no(
          "The video is longer than %s, the limit for renditions"
              .formatted(Formats.durationInWords(config.maxDuration())));
    }
    return new Decision(streams.get(), null);
  }

  /**
   * Whether a video gets renditions.
   *
   * @param streams what is transcoded; null if nothing is
   * @param reason why nothing is transcoded, for people; otherwise null
   */
  record Decision(SourceStreams streams, String reason) {
    private static Decision no(String reason) {
      return new Decision(null, reason);
    }
  }
}
