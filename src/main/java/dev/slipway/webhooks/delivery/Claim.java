package dev.slipway.webhooks.delivery;

import dev.slipway.webhooks.sending.Message;
import java.time.Instant;

/**
 * A delivery that a worker may send, and the right to record the result.
 *
 * @param until when other workers may claim it; also identifies the claim
 */
record Claim(long deliveryId, Instant until, String webhookId, String url, Message message) {}
