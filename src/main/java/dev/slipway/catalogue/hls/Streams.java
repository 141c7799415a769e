package dev.slipway.catalogue.hls;

import dev.slipway.storage.RandomId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;

/** Tells pages whether a video can be streamed. */
@Named("streams")
@ApplicationScoped
public class Streams {
  /** Whether a video has renditions. */
  @Transactional
  public boolean exist(String videoId) {
    return Rendition.count("videoId", videoId) > 0;
  }

  /** Forgets the renditions of a video that is purged, after their objects were removed. */
  @Transactional
  public void forget(RandomId videoId) {
    Rendition.delete("videoId", videoId.value());
  }

  /** The names of a video's renditions, from large to small, such as {@code 720p, 480p}. */
  @Transactional
  public String names(String videoId) {
    return String.join(", ", Rendition.findLabels(videoId));
  }
}
