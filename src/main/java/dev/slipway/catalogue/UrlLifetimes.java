package dev.slipway.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** The lifetimes of signed URLs that this installation allows. */
@ApplicationScoped
public class UrlLifetimes {
  private final CatalogueConfig config;
  private final Videos videos;
  private final Clock clock;

  UrlLifetimes(CatalogueConfig config, Videos videos, Clock clock) {
    this.config = config;
    this.videos = videos;
    this.clock = clock;
  }

  /**
   * The allowed lifetime that is closest to the wanted one: at least the usual lifetime, at most
   * the longest one, and less if a share link is the reason why the caller may watch the video.
   */
  public Duration within(Video video, Duration wanted) {
    var longEnough = wanted.compareTo(config.lifetime()) > 0 ? wanted : config.lifetime();
    var allowed = longEnough.compareTo(config.longest()) < 0 ? longEnough : config.longest();
    return videos
        .findRequiredGrant(video)
        .map(grant -> grant.limit(allowed, clock.instant()))
        .orElse(allowed);
  }
}
