/** Doctor checks that bucket notifications are configured, arrive and survive outages. */
package dev.slipway.ingest.checks;
