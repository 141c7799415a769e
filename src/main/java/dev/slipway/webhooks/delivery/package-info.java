/**
 * The events of webhooks: recorded in the transaction of the change, and sent from there by any
 * replica until the receiver acknowledges them.
 */
package dev.slipway.webhooks.delivery;
