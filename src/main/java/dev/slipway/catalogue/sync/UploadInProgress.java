package dev.slipway.catalogue.sync;

import java.time.Instant;

/**
 * An open upload, as the page of its future video shows it.
 *
 * @param owner the account's name
 * @param size the declared size in bytes
 */
public record UploadInProgress(
    String owner, String title, String fileName, long size, Instant openedAt) {}
