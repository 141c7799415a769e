/**
 * The receiving end: what the store tells, and what becomes of it.
 *
 * <p>Permission. A notification authenticates by a token of its own, outside all accounts; Amazon
 * SNS by its signature, Google Pub/Sub by a token that Google signs. Most have no signature, no
 * delivery id and no date, so even an authentic one is believed nothing but this: look at that key.
 *
 * <p>Transports. The store posts them (webhook), we listen to it (MinIO's own stream), or it writes
 * them to Kafka; the operator chooses one or several. Each hands bodies over to {@link
 * dev.slipway.ingest.inbox.NotificationReceiver} as they came, and is done with one only when the
 * inbox has it.
 *
 * <p>Lifecycle. Record, answer, work later. The body is written to the inbox as it came, and that
 * is all the sender waits for: stores deliver one event after the other, and one that is answered
 * with an error blocks all behind it. Then it is applied: each key that it names is looked at. What
 * can't be applied now is tried again; what never can is dead, visible with its reason.
 *
 * <p>Trade-off. Applying is at least once. It may happen twice, late or in the wrong order, since
 * looking at a key always ends with the store's truth.
 */
package dev.slipway.ingest;
