package dev.slipway.embedded.relay;

import java.net.URI;

/**
 * A notification as the store has sent it.
 *
 * @param path with the query, relative to the application
 * @param key of the object; null if it is unknown
 */
record Notification(
    String method, URI path, String authorization, String contentType, byte[] body, String key) {}
