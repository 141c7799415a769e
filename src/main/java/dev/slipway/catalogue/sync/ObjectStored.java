package dev.slipway.catalogue.sync;

import dev.slipway.storage.RandomId;

/**
 * The object of an upload was catalogued, or its row was corrected. Fired synchronously in the
 * transaction that writes the row, so that upload and quota change in the same transaction. The
 * event may be fired more than once for an upload.
 *
 * @param owner the account's name
 * @param size in bytes, as the store reports it
 */
public record ObjectStored(RandomId uploadId, String owner, long size) {}
