/**
 * One signed request to the receiver of a webhook: which addresses it may reach, what it contains,
 * and what its result is. Knows neither the database nor events.
 */
package dev.slipway.webhooks.sending;
