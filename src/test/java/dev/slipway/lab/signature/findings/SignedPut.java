package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.AwsExample;
import java.util.Map;

/** A URL of a PUT with more signed headers than Amazon's example has. */
final class SignedPut {
  /** The signature is not right, but well-formed. */
  static final String PUT_URL =
      AwsExample.URL.replace(
          "SignedHeaders=host",
          "SignedHeaders=content-length%3Bcontent-type%3Bhost%3Bif-none-match");

  static final Map<String, String> SIGNED =
      Map.of("content-type", "video/mp4", "if-none-match", "*", "content-length", "3");
  static final DiagnosedUrl SIGNED_PUT =
      DiagnosedUrl.of(PUT_URL).signedFor("PUT").signedWith(SIGNED);
  static final String CURL =
      "curl -T clip.mp4 -H 'Content-Type: video/mp4' -H 'If-None-Match: *' '" + PUT_URL + "'";

  private SignedPut() {}
}
