package dev.slipway.reconcile;

import dev.slipway.storage.ObjectKey;

/**
 * Something that bucket and catalogue do not agree on, by the listing.
 *
 * @param videoId of the row, or null where there is none
 */
record Difference(DriftKind kind, ObjectKey key, String videoId) {}
