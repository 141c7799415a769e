package dev.slipway.lab.signature;

import dev.slipway.lab.signature.findings.Finding;
import java.util.Optional;

/**
 * Whether the signature of a URL is the application's own.
 *
 * @param label {@code valid} or {@code invalid}; null if it can't or must not be told
 * @param method that the URL is signed for, if the signature is valid
 */
record OwnSignature(String label, Optional<String> method, Optional<Finding> finding) {
  /** The URL is of another store, or the caller may not see the upload or video. */
  static final OwnSignature NONE = new OwnSignature(null, Optional.empty(), Optional.empty());

  static final OwnSignature UNDECIDED =
      new OwnSignature(
          null,
          Optional.empty(),
          Optional.of(
              Finding.info(
                  "own-signature-undecided",
                  "This application may have signed the URL. To have the signature checked, paste"
                      + " the request with all signed headers; their values are not in the URL.")));

  static final OwnSignature INVALID =
      new OwnSignature(
          "invalid",
          Optional.empty(),
          Optional.of(
              Finding.error(
                  "own-signature-invalid",
                  "This application didn't sign this URL with these headers. The URL was changed"
                      + " after it was signed, or a header has another value than the signed"
                      + " one.")));

  static OwnSignature ofAnotherRegion(String configured, String signed) {
    return new OwnSignature(
        INVALID.label,
        Optional.empty(),
        Optional.of(
            Finding.error(
                    "region-differs",
                    "The URL names another region than the one that this application signs for. Either"
                        + " the URL or SLIPWAY_STORE_REGION was changed after it was signed.")
                .comparing(configured, signed)));
  }

  static OwnSignature valid(String method) {
    return new OwnSignature(
        "valid",
        Optional.of(method),
        Optional.of(
            Finding.info(
                "own-signature-valid",
                "This application signed the URL, for %s. Nothing in it was changed."
                    .formatted(method))));
  }
}
