package dev.slipway.catalogue.hls;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.access.PlayableCopies;
import dev.slipway.storage.DerivedBucketConfig;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.storage.signing.Presigner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Signs the URLs of renditions. A player reads a playlist once, so its URL should last until the
 * end of the video, with breaks: one and a half times its duration and a quarter of an hour, at
 * least the usual lifetime, and at most the longest one. After that, the page loads the playlist
 * again.
 */
@ApplicationScoped
class StreamUrls implements PlayableCopies {
  private static final Duration MARGIN = Duration.ofMinutes(15);

  private final Presigner presigner;
  private final VideoUrlSigner lifetimes;

  StreamUrls(StoreConfig config, StoreOrigin origin, Clock clock, VideoUrlSigner lifetimes) {
    this.presigner = new Presigner(new DerivedBucketConfig(config), origin, clock);
    this.lifetimes = lifetimes;
  }

  Duration lifetime(Video video, Rendition rendition) {
    var millis = rendition.durationMillis();
    return lifetimes.lifetimeWithin(video, Duration.ofMillis(millis + millis / 2).plus(MARGIN));
  }

  String sign(Video video, Rendition rendition) {
    return sign(rendition.key(), lifetime(video, rendition)).url().toString();
  }

  @Override
  @Transactional
  public Optional<PresignedUrl> sign(String videoId, Duration lifetime) {
    return Rendition.findLargestKey(videoId).map(largest -> sign(largest, lifetime));
  }

  private PresignedUrl sign(ObjectKey rendition, Duration lifetime) {
    // A browser that opens the URL as a page saves the file.
    return presigner.presignGet(rendition, "video/mp4", "attachment", lifetime);
  }
}
