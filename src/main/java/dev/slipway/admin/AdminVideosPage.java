package dev.slipway.admin;

import dev.slipway.catalogue.VideoView;
import java.util.List;

/**
 * What the listing shows.
 *
 * @param next the cursor of older videos, or null
 * @param status the filter, or null
 * @param owner the filter, or null
 */
record AdminVideosPage(
    List<VideoView> videos, String next, boolean first, String status, String owner) {

  /** The filters as a query, so that they stay when one pages. */
  public String query() {
    return QueryString.of("status", status, "owner", owner);
  }

  /** The filter of the owner alone. */
  public String ownerQuery() {
    return QueryString.of("owner", owner);
  }
}
