package dev.slipway.storage.signing;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * A pre-signed URL with what its client must know to use it.
 *
 * @param headers the headers that the client must set, with exactly these values. Content-Length is
 *     signed too if there is a body, but HTTP clients set it themselves
 * @param expiresAt the store checks the expiry when a request's headers arrive, not during its body
 */
public record PresignedUrl(
    String method, URI url, Map<String, String> headers, Instant expiresAt) {}
