package dev.slipway.admin;

import dev.slipway.catalogue.VideoView;
import dev.slipway.web.Formats;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    return Stream.of(parameter("status", status), parameter("owner", owner))
        .filter(Objects::nonNull)
        .collect(Collectors.joining("&"));
  }

  private static String parameter(String name, String value) {
    return value == null ? null : name + "=" + Formats.urlEncoded(value);
  }
}
