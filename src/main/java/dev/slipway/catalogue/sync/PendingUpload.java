package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.VideoDetails;
import dev.slipway.storage.RandomId;

/**
 * What was promised about an object before it came.
 *
 * @param id of the upload, which the video takes over
 * @param owner the account's name
 * @param details which the video takes over as well
 * @param size bytes that were promised
 * @param withdrawn the upload was given up: what appears under its key is removed, never catalogued
 */
public record PendingUpload(
    RandomId id, String owner, VideoDetails details, String fileName, long size, boolean aborted) {}
