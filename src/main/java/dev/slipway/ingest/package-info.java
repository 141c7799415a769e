/**
 * Receives the object store's bucket notifications and turns each into a catalogue sync of the
 * object that it names.
 *
 * <p><b>Permissions.</b> Notifications authenticate apart from user accounts: a webhook by a shared
 * token, Amazon SNS by its signature, Google Pub/Sub by a token that Google signs. Most
 * notifications have no signature, no delivery id and no date. So even an authentic one only says
 * 'check this key', and the store is asked before anything is written to the catalogue.
 *
 * <p><b>Lifecycle.</b> A transport delivers a body: the store posts it to {@code ingest.webhook},
 * or {@code ingest.transports} reads it from MinIO's listen API or from Kafka. {@code ingest.inbox}
 * stores the body unchanged, and only then is it acknowledged. A worker claims it under a lease,
 * {@code ingest.format} parses it, and the catalogue syncs each object key. A notification ends as
 * applied, as superseded by a newer one, or as a dead letter. Failed attempts are repeated with
 * growing delays. After ten of them (configurable) the notification becomes a dead letter, which
 * stays visible with its reason; outages of the store or the database do not count.
 *
 * <p><b>Trade-offs.</b> A body is acknowledged before it is parsed, because stores deliver events
 * one after the other: an error response would block all later events. Processing is at-least-once.
 * A notification may be processed twice, late or out of order, and the result is the same, because
 * every sync ends with the store's current state. This costs one request to the store for each key;
 * the sequencer saves some of them.
 *
 * <p>The sub-packages use this package, which holds the settings and what the transports have in
 * common, and not the other way round.
 */
package dev.slipway.ingest;
