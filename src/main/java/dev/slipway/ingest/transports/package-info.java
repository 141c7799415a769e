/**
 * Reads notifications from MinIO's listen API and from Kafka. Both transports store a notification
 * before they read the next one, and wait while the database is unavailable.
 */
package dev.slipway.ingest.transports;
