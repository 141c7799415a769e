/**
 * Live changes: what happens to videos, in an order that all replicas agree on, and its delivery to
 * pages and API clients as server-sent events.
 */
package dev.slipway.catalogue.live;
