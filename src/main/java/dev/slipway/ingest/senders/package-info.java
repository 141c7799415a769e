/**
 * Authenticates Amazon SNS and Google Pub/Sub, which deliver notifications on behalf of a store and
 * sign their messages instead of sending the webhook token.
 *
 * <p>Verification is implemented here because the libraries for it don't fit. The AWS SDK's message
 * manager depends on the SDK's SNS client and its HTTP client. jose4j's {@code HttpsJwks} has no
 * pause after a failed fetch and reads the system clock.
 */
package dev.slipway.ingest.senders;
