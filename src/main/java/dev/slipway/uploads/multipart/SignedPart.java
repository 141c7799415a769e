package dev.slipway.uploads.multipart;

import java.time.Instant;
import java.util.Map;

/**
 * Where one part goes.
 *
 * @param headers those that the client must set, with these very values; Content-Length is signed
 *     too, and HTTP clients set it themselves
 * @param expiresAt judged when the request begins
 */
public record SignedPart(int number, String url, Map<String, String> headers, Instant expiresAt) {}
