/**
 * Deletes videos: the trash, permanent deletion, and the removal of objects from the store.
 *
 * <p>The row changes first, in one transaction with its audit entry, and records that the store has
 * to follow. {@link dev.slipway.catalogue.deletion.DeletionWorker} then removes the objects of a
 * tombstone, or writes or removes the marker of the trash. Every step can be repeated, so a crash
 * or an unavailable store only delays it.
 */
package dev.slipway.catalogue.deletion;
