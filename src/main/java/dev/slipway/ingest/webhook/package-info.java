/** Receives notifications by HTTP. */
package dev.slipway.ingest.webhook;
