package dev.slipway.webhooks.delivery;

/** A delivery can be sent. Fired in the transaction that records it. */
record DeliveryDue() {}
