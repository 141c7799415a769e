package dev.slipway.catalogue;

/**
 * A transport that keeps nothing for us while we are away hears the store again. What happened
 * meanwhile was not told; what happens from now on is. Fired asynchronously: observe it with {@link
 * jakarta.enterprise.event.ObservesAsync}.
 */
public record TransportConnected() {}
