/**
 * Parses the notification formats of the supported stores. It knows no transport and no database.
 */
package dev.slipway.ingest.format;
