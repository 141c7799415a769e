package dev.slipway.catalogue.share;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** The part of a video's page about sharing. Templates know it as {@code shares}. */
@Named("shares")
@ApplicationScoped
public class ShareBox {
  private final ShareUrls urls;
  private final Clock clock;

  ShareBox(ShareUrls urls, Clock clock) {
    this.urls = urls;
    this.clock = clock;
  }

  /** Returns the complete address of the page that plays a video. */
  public String pageOf(String videoId) {
    return urls.pageOf(videoId);
  }

  /** The number of links of a video that can still be opened. */
  @Transactional
  public long countActive(String videoId) {
    return ShareLink.count(
        "videoId = ?1 and expiresAt > ?2 and (maxUses is null or uses < maxUses)",
        videoId,
        clock.instant());
  }
}
