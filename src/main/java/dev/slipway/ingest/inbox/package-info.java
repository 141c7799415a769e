/**
 * The inbox: stores each notification, processes it, retries failed attempts, and deletes it when
 * its retention period is over. Administrators can inspect and replay its notifications.
 */
package dev.slipway.ingest.inbox;
