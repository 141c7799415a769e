package dev.slipway.catalogue.access;

import dev.slipway.storage.signing.PresignedUrl;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Signs a URL of a copy that browsers can play, for videos whose file they can't. The renditions
 * implement it, so that the catalogue doesn't depend on them.
 */
public interface PlayableCopies {
  /** Containers and codecs that no usual browser plays; it shows a black picture, or an error. */
  Set<String> UNPLAYABLE_CONTAINERS = Set.of("avi", "mpegts", "mpeg", "asf");

  Set<String> PLAYABLE_CODECS = Set.of("h264", "vp8", "vp9", "av1");

  /** Whether no usual browser can be expected to play a file. What isn't known may be playable. */
  static boolean isUnplayable(String container, String videoCodec) {
    return container != null && UNPLAYABLE_CONTAINERS.contains(container)
        || videoCodec != null && !PLAYABLE_CODECS.contains(videoCodec);
  }

  /** Signs a URL of the best copy of a video; empty if it has none. */
  Optional<PresignedUrl> sign(String videoId, Duration lifetime);
}
