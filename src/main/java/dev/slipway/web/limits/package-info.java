/** Limits on request size, duration and concurrency. */
package dev.slipway.web.limits;
