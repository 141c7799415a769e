package dev.slipway.storage;

/**
 * An object as a listing names it.
 *
 * @param size bytes
 * @param etag without quotes
 */
public record ListedObject(ObjectKey key, long size, String etag) {}
