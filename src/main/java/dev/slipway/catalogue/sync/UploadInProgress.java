package dev.slipway.catalogue.sync;

import java.time.Instant;

/**
 * A video of which the bytes are still on their way.
 *
 * @param owner the account's name
 * @param size bytes that were promised
 * @param since when the upload was opened
 */
public record UploadInProgress(
    String owner, String title, String fileName, long size, Instant since) {}
