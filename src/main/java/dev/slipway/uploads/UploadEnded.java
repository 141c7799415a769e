package dev.slipway.uploads;

/** An upload is over: stored, aborted or expired. Fired in the transaction that says so. */
record UploadEnded(UploadStatus status) {}
