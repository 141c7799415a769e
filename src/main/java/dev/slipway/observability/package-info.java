/** Metrics, traces, log fields and health checks that run in the background. */
package dev.slipway.observability;
