package dev.slipway.catalogue.sync;

/**
 * Notifications may have been lost, because a transport that stores no events was not connected, or
 * was too slow to read them. The ingest fires this event; the reconciliation observes it, and
 * compares bucket and catalogue. Fired asynchronously: observe it with {@link
 * jakarta.enterprise.event.ObservesAsync}.
 */
public record NotificationsMayBeLost() {}
