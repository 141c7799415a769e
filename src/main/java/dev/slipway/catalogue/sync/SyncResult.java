package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.VideoView;

/**
 * What is known of a key, now that it has been looked at.
 *
 * @param video null where the store has no such object
 */
public record SyncResult(VideoView video, SyncChange change) {}
