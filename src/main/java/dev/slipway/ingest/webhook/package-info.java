/** Receives notifications over HTTP from the store or from a messaging service. */
package dev.slipway.ingest.webhook;
