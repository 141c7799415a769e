package dev.slipway.ingest;

import dev.slipway.storage.ObjectKey;

/**
 * What matters of one record of a notification: which object it is about. The rest is the sender's
 * opinion, and the store is asked anyway.
 */
record S3Event(String bucket, ObjectKey key) {}
