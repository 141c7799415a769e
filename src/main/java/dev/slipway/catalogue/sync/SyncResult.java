package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.VideoView;

/**
 * What a sync of a key found and changed.
 *
 * @param video null if the store has no object under the key
 */
public record SyncResult(VideoView video, SyncChange change) {}
