package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.VideoDetails;
import dev.slipway.storage.RandomId;
import java.time.Instant;

/**
 * The declarations of an upload about its object.
 *
 * @param id the upload's id, which becomes the video's id
 * @param owner the account's name
 * @param size the declared size in bytes
 * @param writableUntil until when a signed URL can store an object under the key. If the file was
 *     sent in parts, that is when the upload was opened: parts have no URL for the object itself,
 *     and are assembled only once
 * @param aborted an aborted upload is a tombstone: an object that appears under its key is removed
 */
public record PendingUpload(
    RandomId id,
    String owner,
    VideoDetails details,
    String fileName,
    long size,
    Instant writableUntil,
    boolean aborted) {}
