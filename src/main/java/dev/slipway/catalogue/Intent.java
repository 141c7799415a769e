package dev.slipway.catalogue;

import dev.slipway.storage.ObjectId;

/**
 * What was promised about an object before it came.
 *
 * @param id of the upload, which the video takes over
 * @param owner the account's name
 * @param details which the video takes over as well
 * @param size bytes that were promised
 * @param withdrawn the upload was given up: what appears under its key is removed, never catalogued
 */
public record Intent(
    ObjectId id, String owner, Details details, String fileName, long size, boolean withdrawn) {}
