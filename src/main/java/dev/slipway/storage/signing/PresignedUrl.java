package dev.slipway.storage.signing;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * A permission for one request.
 *
 * @param headers those that the client must set, with these very values. Content-Length is signed
 *     too where there is a body, but HTTP clients set it themselves
 * @param expiresAt judged when the request's headers arrive at the store, not during its body
 */
public record PresignedUrl(
    String method, URI url, Map<String, String> headers, Instant expiresAt) {}
