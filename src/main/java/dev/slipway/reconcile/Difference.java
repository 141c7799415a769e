package dev.slipway.reconcile;

import dev.slipway.storage.ObjectKey;

/**
 * A difference between the bucket's listing and the catalogue, before the store was asked for the
 * object.
 *
 * @param videoId the id of the row, or null if there is none
 */
record Difference(DriftKind kind, ObjectKey key, String videoId) {}
