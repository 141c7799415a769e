package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.answer.StoreAnswer;
import dev.slipway.lab.signature.canonical.SignedText;
import dev.slipway.lab.signature.request.SentRequest;
import dev.slipway.lab.signature.url.LikelyMethod;
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
    Instant now) {

  boolean isAnswered(String code) {
    return answer.filter(known -> known.code().equals(code)).isPresent();
  }

  /** Whether the method in the text is known, and not just the most frequent one. */
  boolean isMethodKnown() {
    return signedMethod.isPresent()
        || sent.map(SentRequest::method).isPresent()
        || LikelyMethod.of(url).isPresent();
  }

  /** Whether the text contains what was signed, and not only what was sent. */
  boolean isSignedTextKnown() {
    return (signedMethod.isPresent() || LikelyMethod.of(url).isPresent())
        && url.signedHeaders().stream()
            .allMatch(name -> name.equals("host") || signedValues.containsKey(name));
  }
}
