/** Doctor checks of the delivery of notifications. */
package dev.slipway.ingest.checks;
