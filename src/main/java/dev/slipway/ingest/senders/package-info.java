/**
 * Authenticates Amazon SNS and Google Pub/Sub, which deliver notifications on behalf of a store.
 */
package dev.slipway.ingest.senders;
