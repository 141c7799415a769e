/** The API with which people manage their webhooks, and see and replay deliveries. */
package dev.slipway.webhooks.api;
