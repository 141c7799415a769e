package dev.slipway.catalogue.bulkjob;

import dev.slipway.catalogue.bulkjob.ItemResult.Outcome;

/**
 * A video that a bulk job did not change although it was not as requested.
 *
 * @param title null if there is no such video
 * @param owner null if nobody owns it
 * @param outcome {@code failed}, or {@code skipped} if it has changed since the job that is undone
 * @param reason for people
 */
public record BulkJobFailure(
    String id, String title, String owner, Outcome outcome, String reason) {}
