package dev.slipway.lab.signature;

import dev.slipway.lab.signature.OwnUrls.OwnUrl;
import dev.slipway.lab.signature.answer.StoreAnswer;
import dev.slipway.lab.signature.answer.StoreAnswerParser;
import dev.slipway.lab.signature.canonical.SignedText;
import dev.slipway.lab.signature.findings.Diagnosis;
import dev.slipway.lab.signature.findings.Evidence;
import dev.slipway.lab.signature.findings.Finding;
import dev.slipway.lab.signature.request.SentRequest;
import dev.slipway.lab.signature.request.SentRequestParser;
import dev.slipway.lab.signature.url.LikelyMethod;
import dev.slipway.lab.signature.url.SignedUrl;
import dev.slipway.lab.signature.url.SignedUrlParser;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Takes a URL apart, and explains why a request with it is refused. */
@ApplicationScoped
class Inspector {
  private static final List<String> METHODS = List.of("PUT", "GET", "DELETE", "HEAD", "POST");

  private final OwnUrls ownUrls;
  private final Clock clock;

  Inspector(OwnUrls ownUrls, Clock clock) {
    this.ownUrls = ownUrls;
    this.clock = clock;
  }

  /**
   * @throws ProblemException if the request is invalid, or if it contains no URL with a signature
   *     of version 4
   */
  Inspection inspect(InspectionRequest request) {
    request.validate();
    var sent = sentRequest(request);
    var url = SignedUrlParser.parse(urlOf(request, sent));
    requireOrdinarySize(url, sent);
    var own = ownUrls.find(url);
    var signedValues = signedValues(request, own);
    var values = new HashMap<>(sent.map(SentRequest::headers).orElse(Map.of()));
    values.putAll(signedValues);
    // A URL is signed for its own host; another one in the request is a finding.
    values.remove("host");
    var signature = checkOwn(url, own, candidateMethods(request, sent, url), values);
    var method = method(request, sent, url, signature);
    var text = new SignedText(url, method.name(), values);
    var now = clock.instant();
    var evidence =
        new Evidence(
            url,
            text,
            signature.method().or(() -> Optional.ofNullable(request.signedMethod())),
            signedValues,
            sent,
            answer(request),
            now);
    var findings = new ArrayList<Finding>(Diagnosis.of(evidence));
    signature.finding().ifPresent(findings::add);
    unreadableAnswer(request, evidence).ifPresent(findings::add);
    findings.sort(Comparator.comparing(Finding::severity));
    return Inspection.of(url, text, method.source(), signature.label(), now, findings);
  }

  /** Each header is compared with the others, so a hostile request could keep a thread busy. */
  private static void requireOrdinarySize(SignedUrl url, Optional<SentRequest> sent) {
    requireAtMost(url.query().size(), "The URL can have %d parameters.");
    requireAtMost(url.listedHeaders().size(), "The URL can have %d signed headers.");
    requireAtMost(
        sent.map(known -> known.headers().size()).orElse(0), "The request can have %d headers.");
  }

  private static void requireAtMost(int count, String message) {
    if (count > InspectionRequest.MAX_ITEMS) {
      throw new ProblemException(
          ErrorCode.BODY_TOO_LARGE, message.formatted(InspectionRequest.MAX_ITEMS));
    }
  }

  private static Optional<SentRequest> sentRequest(InspectionRequest request) {
    if (!request.request().isBlank()) {
      var sent = SentRequestParser.parse(request.request());
      if (sent.isEmpty()) {
        throw new ProblemException(
            ErrorCode.INVALID_REQUEST,
            "'request' is not a request. Paste a curl command, a call of fetch, a raw HTTP request"
                + " or header lines.");
      }
      return sent;
    }
    return request.method() == null && request.headers().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SentRequest(
                SentRequest.Kind.HEADERS,
                request.method(),
                null,
                request.headers(),
                Set.of("host", "content-length")));
  }

  /** The given URL, or the one in the request. A raw request has its host in a header. */
  private static String urlOf(InspectionRequest request, Optional<SentRequest> sent) {
    if (!request.url().isBlank()) {
      return request.url();
    }
    var url = sent.map(SentRequest::url).orElse("");
    var host = sent.flatMap(known -> known.header("host"));
    return url.startsWith("/") && host.isPresent() ? "https://" + host.get() + url : url;
  }

  /**
   * Returns the signed headers. Those of the opened upload replace those that the caller states.
   */
  private static Map<String, String> signedValues(InspectionRequest request, Optional<OwnUrl> own) {
    var values = new HashMap<>(request.signedHeaders());
    own.ifPresent(url -> values.putAll(url.headers()));
    return values;
  }

  /** The method that is most likely the signed one comes first. */
  private static List<String> candidateMethods(
      InspectionRequest request, Optional<SentRequest> sent, SignedUrl url) {
    return Stream.concat(
            Stream.of(
                    request.signedMethod(),
                    sent.map(SentRequest::method).orElse(null),
                    LikelyMethod.of(url).orElse(null))
                .filter(Objects::nonNull),
            METHODS.stream())
        .distinct()
        .toList();
  }

  /** Only for a URL of the application's own, of an upload or video that the caller may see. */
  private OwnSignature checkOwn(
      SignedUrl url, Optional<OwnUrl> own, List<String> methods, Map<String, String> values) {
    if (own.isEmpty()) {
      return OwnSignature.NONE;
    }
    var region = ownUrls.region();
    if (own.get().managed() && !url.credential().region().equals(region)) {
      return OwnSignature.ofAnotherRegion(region, url.credential().region());
    }
    if (!new SignedText(url, "", values).isComplete()) {
      return OwnSignature.UNDECIDED;
    }
    return methods.stream()
        .filter(own.get()::mayAskAbout)
        .filter(method -> ownUrls.isSigned(url, new SignedText(url, method, values)))
        .findFirst()
        .map(OwnSignature::valid)
        .orElse(own.get().managed() ? OwnSignature.INVALID : OwnSignature.NONE);
  }

  private static Method method(
      InspectionRequest request,
      Optional<SentRequest> sent,
      SignedUrl url,
      OwnSignature signature) {
    if (signature.method().isPresent()) {
      return new Method(signature.method().get(), "signature");
    }
    return Optional.ofNullable(request.signedMethod())
        .or(() -> sent.map(SentRequest::method))
        .map(name -> new Method(name, "request"))
        .orElseGet(() -> new Method(LikelyMethod.of(url).orElse("GET"), "assumed"));
  }

  private static Optional<StoreAnswer> answer(InspectionRequest request) {
    return request.answer().isBlank()
        ? Optional.empty()
        : StoreAnswerParser.parse(request.answer());
  }

  private static Optional<Finding> unreadableAnswer(InspectionRequest request, Evidence evidence) {
    return request.answer().isBlank() || evidence.answer().isPresent()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                "answer-unreadable",
                "The response is neither the XML of a store nor an HTTP status. A proxy in front of"
                    + " the store may have answered. Paste the whole body."));
  }

  /**
   * The method in the canonical request.
   *
   * @param source see {@link Inspection}
   */
  private record Method(String name, String source) {}
}
