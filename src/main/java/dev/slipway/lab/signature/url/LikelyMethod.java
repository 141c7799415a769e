package dev.slipway.lab.signature.url;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Guesses the method of a URL, which doesn't contain it, from what it signs. */
public final class LikelyMethod {
  /** The methods of operations, which Amazon's SDKs name in the parameter {@code x-id}. */
  private static final Map<String, String> OPERATIONS =
      Map.of(
          "GetObject", "GET",
          "HeadObject", "HEAD",
          "PutObject", "PUT",
          "UploadPart", "PUT",
          "DeleteObject", "DELETE",
          "CreateMultipartUpload", "POST",
          "CompleteMultipartUpload", "POST",
          "AbortMultipartUpload", "DELETE",
          "ListParts", "GET");

  private LikelyMethod() {}

  /** Returns the only method that the signed headers and parameters make sense for, if any. */
  public static Optional<String> of(SignedUrl url) {
    var operation = url.named("x-id").map(parameter -> OPERATIONS.get(parameter.value()));
    if (operation.isPresent()) {
      return operation;
    }
    if (url.signs("x-goog-resumable")) {
      return Optional.of("POST");
    }
    if (url.named("uploads").isPresent()) {
      return Optional.of(url.key().isEmpty() ? "GET" : "POST");
    }
    if (url.named("uploadId").isPresent()) {
      // Without a part number it is listed, completed or aborted.
      return url.named("partNumber").map(number -> "PUT");
    }
    // Asks for the checksum of the object, with GET or HEAD.
    if (url.signs("x-amz-checksum-mode")) {
      return Optional.empty();
    }
    if (describesBody(url)) {
      return Optional.of("PUT");
    }
    return url.query().stream().anyMatch(LikelyMethod::describesResponse)
        ? Optional.of("GET")
        : Optional.empty();
  }

  private static boolean describesBody(SignedUrl url) {
    return Stream.of("content-length", "content-type", "if-none-match", "content-md5")
            .anyMatch(url::signs)
        || url.signedHeaders().stream()
            .anyMatch(name -> name.contains("-meta-") || name.contains("-checksum-"));
  }

  private static boolean describesResponse(QueryParameter parameter) {
    return parameter.name().toLowerCase(Locale.ROOT).startsWith("response-");
  }
}
