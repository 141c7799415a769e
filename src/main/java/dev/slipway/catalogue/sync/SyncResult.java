package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.VideoView;

/**
 * The result of a sync of a key.
 *
 * @param video null if the store has no object under the key
 */
public record SyncResult(VideoView video, SyncChange change) {}
