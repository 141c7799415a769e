package dev.slipway.lab.signature.findings;

import java.util.Map;
import java.util.Optional;

/**
 * The meanings of the stores' error codes for a signed URL.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error
 *     responses of S3</a>
 * @see <a href="https://docs.cloud.google.com/storage/docs/xml-api/reference-status">Error codes of
 *     Google's XML API</a>
 */
final class Refusal {
  private static final Finding PRECONDITION =
      Finding.error(
          "precondition-used",
          "An object with this key exists already, or has another ETag. A URL with a signed"
              + " If-None-Match is accepted only while no object has this key: once, until the object is"
              + " deleted. The first request probably succeeded.");
  private static final Finding CHECKSUM =
      Finding.error(
          "checksum-differs",
          "The bytes that arrived have another checksum than the header states. Compute the checksum"
              + " of the bytes that you send, in base64.");
  private static final Finding TOKEN =
      Finding.error(
          "token-expired",
          "The credentials that signed the URL have expired or were revoked, so the URL has ended"
              + " before its own expiry. Sign with new credentials.");
  private static final Finding PARAMETER =
      Finding.error(
          "parameter-refused",
          "The store refuses one of the signature's parameters. Its message says which one.");
  private static final Finding LENGTH =
      Finding.error(
          "length-missing", "The store needs a Content-Length. Send a body of known length.");

  private static final Map<String, Finding> BY_CODE =
      Map.ofEntries(
          Map.entry("PreconditionFailed", PRECONDITION),
          Map.entry(
              "ConditionalRequestConflict",
              Finding.error(
                  "request-conflict",
                  "Another request changed the key at the same time. Send the same request again.")),
          Map.entry("BadDigest", CHECKSUM),
          Map.entry("XAmzContentChecksumMismatch", CHECKSUM),
          Map.entry("XAmzContentSHA256Mismatch", CHECKSUM),
          Map.entry(
              "InvalidDigest",
              Finding.error(
                  "checksum-form",
                  "The value of a checksum header isn't one of its algorithm. Encode the bytes of the"
                      + " checksum in base64, not in hexadecimal.")),
          Map.entry("ExpiredToken", TOKEN),
          Map.entry("InvalidToken", TOKEN),
          Map.entry("MissingContentLength", LENGTH),
          Map.entry(
              "IncompleteBody",
              Finding.error(
                  "body-incomplete",
                  "Fewer bytes arrived than Content-Length states. The connection broke, or the"
                      + " body is shorter than the signed length.")),
          Map.entry(
              "EntityTooLarge",
              Finding.error(
                  "body-too-large", "One PUT can store 5 GiB. Send a larger file in parts.")),
          Map.entry(
              "EntityTooSmall",
              Finding.error("part-too-small", "Every part but the last must have 5 MiB or more.")),
          Map.entry(
              "InvalidAccessKeyId",
              Finding.error(
                  "access-key-unknown",
                  "The store doesn't know the access key. It was deleted, or the URL is sent to"
                      + " another store than it was signed for.")),
          Map.entry(
              "AuthorizationHeaderMalformed",
              Finding.error(
                  "region-differs",
                  "The store expects another region or credential scope than the URL has.")),
          Map.entry("AuthorizationQueryParametersError", PARAMETER),
          // MinIO's code for a credential scope that it can't use.
          Map.entry("MissingFields", PARAMETER),
          Map.entry(
              "PermanentRedirect",
              Finding.error(
                  "region-differs",
                  "The bucket is at another endpoint. Sign for the endpoint of its region; a"
                      + " redirect can't keep the signature, because the host is signed.")),
          Map.entry(
              "TemporaryRedirect",
              Finding.error(
                  "region-differs",
                  "The bucket is new and must be reached at the endpoint of its region.")),
          Map.entry(
              "NoSuchBucket",
              Finding.error(
                  "bucket-missing",
                  "There is no such bucket. With virtual-hosted style the bucket is in the host,"
                      + " with path style in the path: the store may read it from the other"
                      + " place.")),
          Map.entry(
              "NoSuchKey",
              Finding.error(
                  "object-missing",
                  "The signature is right, but there is no object with this key. Compare the key"
                      + " with the bucket's listing, also its encoding.")),
          Map.entry(
              "NoSuchUpload",
              Finding.error(
                  "upload-missing",
                  "The multipart upload was completed or aborted, or the store removed it. Start a"
                      + " new one.")),
          Map.entry(
              "MethodNotAllowed",
              Finding.error(
                  "method-refused",
                  "The store doesn't support this method for this address; a GET of a deleted"
                      + " version, for example.")),
          Map.entry(
              "RequestTimeout",
              Finding.error(
                  "body-incomplete",
                  "The store waited for bytes that didn't arrive. Send the whole body, or send it"
                      + " again.")),
          Map.entry(
              "SlowDown",
              Finding.warning(
                  "store-busy", "The store is overloaded. Send the same request again later.")));

  private Refusal() {}

  static Optional<Finding> of(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }
}
