/**
 * The doctor's checks of the store: its buckets, the permissions of the access key, and whether it
 * enforces what a signed URL promises. Also its health check.
 */
package dev.slipway.storage.checks;
