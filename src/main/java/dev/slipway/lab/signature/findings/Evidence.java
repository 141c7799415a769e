package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.answer.StoreAnswer;
import dev.slipway.lab.signature.canonical.SignedText;
import dev.slipway.lab.signature.request.SentRequest;
import dev.slipway.lab.signature.url.SignedUrl;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is known about a request.
 *
 * @param text what the signature covers
 * @param signedMethod that the URL was signed for; empty if unknown
 * @param signedValues values of headers that the URL was signed with, as far as they are known
 * @param sent the request as it was sent
 * @param answer of the store
 */
public record Evidence(
    SignedUrl url,
    SignedText text,
    Optional<String> signedMethod,
    Map<String, String> signedValues,
    Optional<SentRequest> sent,
    Optional<StoreAnswer> answer,
    Instant now) {}
