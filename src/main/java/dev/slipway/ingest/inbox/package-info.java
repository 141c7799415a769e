/**
 * The inbox: stores each notification, processes it, retries it, and deletes it when it expires.
 */
package dev.slipway.ingest.inbox;
