package dev.slipway.webhooks.sending;

import java.time.Duration;
import java.time.Instant;

/**
 * The result of one attempt.
 *
 * @param status of the response; null if there was none
 * @param retryAfter what the receiver asked for; null if it didn't
 * @param startedAt when the attempt began, as in {@code webhook-timestamp}
 * @param duration of the attempt
 */
public record SendResult(
    Outcome outcome, Integer status, Duration retryAfter, Instant startedAt, Duration duration) {}
