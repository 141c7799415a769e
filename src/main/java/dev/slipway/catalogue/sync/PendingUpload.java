package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.VideoDetails;
import dev.slipway.storage.RandomId;

/**
 * What an upload declared about its object.
 *
 * @param id the upload's id, which becomes the video's id
 * @param owner the account's name
 * @param size the declared size in bytes
 * @param inParts whether the file was sent in parts. They can be assembled only once, so no signed
 *     URL can store another object under the key
 * @param aborted an aborted upload is a tombstone: an object that appears under its key is removed
 */
public record PendingUpload(
    RandomId id,
    String owner,
    VideoDetails details,
    String fileName,
    long size,
    boolean inParts,
    boolean aborted) {}
