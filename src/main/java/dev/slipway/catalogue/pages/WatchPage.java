package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.VideoView;
import java.util.List;

/**
 * What the page of one video shows.
 *
 * @param playUrl null where it can't be played
 * @param form to change what is said about it; null unless the visitor manages it
 * @param manages whether the visitor may see where it is stored and what happened to it
 */
record WatchPage(
    VideoView video,
    String playUrl,
    String downloadUrl,
    boolean manages,
    List<TimelineEntry> timeline,
    DetailsForm form) {}
