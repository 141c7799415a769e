package dev.slipway.lab.signature;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A request to inspect a URL.
 *
 * @param url a pre-signed URL; may be null if the request contains it
 * @param method of the request as sent, instead of {@code request}
 * @param headers of the request as sent, instead of {@code request}
 * @param request as sent: a curl command, a call of fetch, a raw request or headers; may be null
 * @param signedMethod that the URL was signed for; may be null
 * @param signedHeaders that the URL was signed with, as far as they are known
 * @param answer of the store, with or without its headers; may be null
 */
record InspectionRequest(
    String url,
    String method,
    Map<String, String> headers,
    String request,
    String signedMethod,
    Map<String, String> signedHeaders,
    String answer) {
  /** Longer than any URL that clients send. */
  static final int MAX_URL_LENGTH = 16 * 1024;

  /** Amazon's answers with both texts and their bytes have about 5 kB. */
  static final int MAX_TEXT_LENGTH = 64 * 1024;

  /** Parameters of a URL, signed headers and sent headers: several times what clients send. */
  static final int MAX_ITEMS = 100;

  InspectionRequest {
    url = Objects.requireNonNullElse(url, "");
    request = Objects.requireNonNullElse(request, "");
    answer = Objects.requireNonNullElse(answer, "");
    headers = headers == null ? Map.of() : inLowerCase(headers);
    signedHeaders = signedHeaders == null ? Map.of() : inLowerCase(signedHeaders);
    method = inUpperCase(method);
    signedMethod = inUpperCase(signedMethod);
  }

  /**
   * @throws ProblemException {@code invalid-request} or {@code body-too-large}
   */
  void validate() {
    if (url.isBlank() && request.isBlank()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with 'url', or with 'request' that contains it.");
    }
    requireLength("url", url, MAX_URL_LENGTH);
    requireLength("request", request, MAX_TEXT_LENGTH);
    requireLength("answer", answer, MAX_TEXT_LENGTH);
    if (!request.isBlank() && (method != null || !headers.isEmpty())) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'request' contains method and headers. Use 'signedMethod' and 'signedHeaders' for what"
              + " the URL was signed with.");
    }
    requireMethod("method", method);
    requireMethod("signedMethod", signedMethod);
    requireOrdinaryHeaders("headers", headers);
    requireOrdinaryHeaders("signedHeaders", signedHeaders);
  }

  private static void requireMethod(String name, String method) {
    if (method != null && !method.matches("[A-Z]{1,20}")) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "'%s' must be an HTTP method such as PUT.".formatted(name));
    }
  }

  private static void requireOrdinaryHeaders(String name, Map<String, String> headers) {
    if (headers.size() > MAX_ITEMS) {
      throw new ProblemException(
          ErrorCode.BODY_TOO_LARGE, "'%s' can have %d entries.".formatted(name, MAX_ITEMS));
    }
    headers.values().forEach(value -> requireLength(name, value, MAX_URL_LENGTH));
  }

  private static void requireLength(String name, String text, int max) {
    if (text.length() > max) {
      throw new ProblemException(
          ErrorCode.BODY_TOO_LARGE, "'%s' can have %d characters.".formatted(name, max));
    }
  }

  private static String inUpperCase(String method) {
    return method == null || method.isBlank() ? null : method.strip().toUpperCase(Locale.ROOT);
  }

  private static Map<String, String> inLowerCase(Map<String, String> headers) {
    var result = new TreeMap<String, String>();
    headers.forEach(
        (name, value) ->
            result.put(
                name.strip().toLowerCase(Locale.ROOT), Objects.requireNonNullElse(value, "")));
    return result;
  }
}
