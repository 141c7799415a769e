/** Receives notifications from MinIO's listen API and from Kafka. */
package dev.slipway.ingest.transports;
