package dev.slipway.catalogue.sync;

import dev.slipway.storage.RandomId;

/**
 * An object has a row now. Fired in the transaction that writes the row, so that whatever follows
 * from it is written with it or not at all.
 *
 * @param uploadId the upload that promised it
 * @param size bytes, by the store's word
 */
public record ObjectStored(RandomId uploadId, String owner, long size) {}
