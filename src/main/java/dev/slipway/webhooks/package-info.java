/**
 * Webhooks: signed HTTP requests that tell other programs about events. This package has the
 * webhooks themselves and their secrets; {@code delivery} records and sends events, {@code sending}
 * performs one request, and {@code api} and {@code pages} let people manage webhooks.
 */
package dev.slipway.webhooks;
