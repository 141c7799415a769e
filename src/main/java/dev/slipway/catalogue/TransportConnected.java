package dev.slipway.catalogue;

/**
 * A notification transport is connected to the store again. The transport stores no events, so
 * changes during the interruption were not notified; a comparison of bucket and catalogue finds
 * them. Fired asynchronously: observe it with {@link jakarta.enterprise.event.ObservesAsync}.
 */
public record TransportConnected() {}
