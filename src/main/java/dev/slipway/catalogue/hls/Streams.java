package dev.slipway.catalogue.hls;

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
}
