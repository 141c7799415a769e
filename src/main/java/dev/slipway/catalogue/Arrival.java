package dev.slipway.catalogue;

/**
 * What is known of a key, now that it has been looked at.
 *
 * @param video null where the store has no such object
 */
public record Arrival(VideoView video, Change change) {}
