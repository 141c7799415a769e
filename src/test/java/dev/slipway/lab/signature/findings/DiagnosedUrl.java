package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.AwsExample;
import dev.slipway.lab.signature.answer.StoreAnswerParser;
import dev.slipway.lab.signature.canonical.SignedText;
import dev.slipway.lab.signature.request.SentRequest;
import dev.slipway.lab.signature.request.SentRequestParser;
import dev.slipway.lab.signature.url.SignedUrlParser;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A URL with what is known about it, to be diagnosed at noon of the day on which Amazon's example
 * is valid. What isn't stated is unknown.
 */
record DiagnosedUrl(
    String url,
    String signedMethod,
    Map<String, String> signed,
    String request,
    String answer,
    Instant now) {
  private static final Instant NOW = Instant.parse("2013-05-24T12:00:00Z");

  static DiagnosedUrl of(String url) {
    return new DiagnosedUrl(url, null, Map.of(), "", "", NOW);
  }

  /** The URL of Amazon's documentation, which signs only the host. */
  static DiagnosedUrl example() {
    return of(AwsExample.URL);
  }

  DiagnosedUrl signedFor(String method) {
    return new DiagnosedUrl(url, method, signed, request, answer, now);
  }

  DiagnosedUrl signedWith(Map<String, String> headers) {
    return new DiagnosedUrl(url, signedMethod, headers, request, answer, now);
  }

  /** Diagnosed at another time. */
  DiagnosedUrl at(Instant time) {
    return new DiagnosedUrl(url, signedMethod, signed, request, answer, time);
  }

  /** The request as sent: a curl command, a raw request or header lines. */
  DiagnosedUrl sentAs(String text) {
    return new DiagnosedUrl(url, signedMethod, signed, text, answer, now);
  }

  /** The pasted answer of the store. */
  DiagnosedUrl answeredWith(String text) {
    return new DiagnosedUrl(url, signedMethod, signed, request, text, now);
  }

  DiagnosedUrl refusedWith(String code, String message) {
    return refusedWith(code, message, "");
  }

  /**
   * @param elements further elements of the XML document
   */
  DiagnosedUrl refusedWith(String code, String message, String elements) {
    return answeredWith(
        "<Error><Code>%s</Code><Message>%s</Message>%s</Error>".formatted(code, message, elements));
  }

  /** The store got another signature, and doesn't say from what. */
  DiagnosedUrl mismatching() {
    return refusedWith("SignatureDoesNotMatch", "x");
  }

  /** The store got another signature from this canonical request. */
  DiagnosedUrl mismatching(String canonicalRequest) {
    return refusedWith(
        "SignatureDoesNotMatch",
        "x",
        "<CanonicalRequest>%s</CanonicalRequest>"
            .formatted(canonicalRequest.replace("&", "&amp;")));
  }

  List<String> codes() {
    return findings().stream().map(Finding::code).toList();
  }

  List<Finding> findings() {
    return Diagnosis.of(
        new Evidence(
            SignedUrlParser.parse(url),
            signedText(),
            Optional.ofNullable(signedMethod),
            signed,
            SentRequestParser.parse(request),
            StoreAnswerParser.parse(answer),
            now));
  }

  /** The canonical request as far as it is known. */
  String canonicalRequest() {
    return signedText().canonicalRequest();
  }

  private SignedText signedText() {
    var sent = SentRequestParser.parse(request);
    var values = new HashMap<>(sent.map(SentRequest::headers).orElse(Map.of()));
    values.putAll(signed);
    values.remove("host");
    return new SignedText(
        SignedUrlParser.parse(url), Optional.ofNullable(signedMethod).orElse("GET"), values);
  }
}
