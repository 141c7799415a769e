/** Parses the notification formats of the supported stores. */
package dev.slipway.ingest.format;
