package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.answer.StoreAnswer;
import dev.slipway.lab.signature.request.SentRequest;
import dev.slipway.lab.signature.url.LikelyMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names the rule that a bucket needs before a page may send the request. A browser asks with a
 * preflight, an OPTIONS request that repeats neither the method nor the headers that are signed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html">Elements of
 *     a CORS configuration</a>
 */
final class CorsRefusal {
  static final String CODE = "cors-refused";

  private static final String UNKNOWN_ORIGIN = "https://‹origin of your page›";

  /** A rule needn't name these. */
  private static final Set<String> SET_BY_BROWSER = Set.of("host", "content-length");

  private CorsRefusal() {}

  static boolean matches(StoreAnswer answer) {
    return answer.message().startsWith("CORSResponse:");
  }

  static Finding explain(Evidence evidence, StoreAnswer answer) {
    var rule =
        """
        {"CORSRules": [{
          "AllowedOrigins": %s,
          "AllowedMethods": %s,
          "AllowedHeaders": %s,
          "ExposeHeaders": ["ETag"]
        }]}"""
            .formatted(
                list(List.of(header(evidence, "origin").orElse(UNKNOWN_ORIGIN))),
                list(List.of(method(evidence, answer))),
                list(headers(evidence)));
    return Finding.error(
            CODE,
            "The bucket has no CORS rule for this request. A browser asks before it sends the request,"
                + " so the signature was not checked. Add a rule that allows the origin of the page, the method and"
                + " each header that the page sets. Programs other than browsers need no rule.")
        .comparing(rule, answer.message());
  }

  /** A preflight names the method of the request that follows. */
  private static String method(Evidence evidence, StoreAnswer answer) {
    return header(evidence, "access-control-request-method")
        .or(() -> evidence.sent().map(SentRequest::method))
        .filter(method -> !method.equals("OPTIONS"))
        .or(() -> answer.field("Method").filter(method -> !method.equals("OPTIONS")))
        .or(evidence::signedMethod)
        .or(() -> LikelyMethod.of(evidence.url()))
        .orElse("GET");
  }

  private static List<String> headers(Evidence evidence) {
    var asked = header(evidence, "access-control-request-headers");
    var names =
        asked
            .map(text -> Arrays.stream(text.split(",")))
            .orElseGet(() -> evidence.url().signedHeaders().stream());
    return names
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty() && !SET_BY_BROWSER.contains(name))
        .distinct()
        .toList();
  }

  private static Optional<String> header(Evidence evidence, String name) {
    return evidence.sent().flatMap(sent -> sent.header(name));
  }

  private static String list(List<String> values) {
    return values.stream()
        .map(value -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
