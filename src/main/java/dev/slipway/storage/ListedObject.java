package dev.slipway.storage;

/**
 * An object as a bucket listing describes it.
 *
 * @param size in bytes
 * @param etag without quotes
 */
public record ListedObject(ObjectKey key, long size, String etag) {}
