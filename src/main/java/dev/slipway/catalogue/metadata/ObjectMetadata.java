package dev.slipway.catalogue.metadata;

/**
 * The metadata of an uploaded object.
 *
 * @param owner the account's name
 * @param fileName may be shortened
 * @param title may be shortened
 */
public record ObjectMetadata(String owner, String fileName, String title) {}
