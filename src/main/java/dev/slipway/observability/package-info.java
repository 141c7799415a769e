/** Metrics, traces, log fields and health probes. */
package dev.slipway.observability;
