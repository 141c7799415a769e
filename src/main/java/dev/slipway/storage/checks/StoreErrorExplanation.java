package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.client.RawResponse;

/** Explains an error response of the store, and how to fix its cause. */
final class StoreErrorExplanation {
  private StoreErrorExplanation() {}

  /**
   * Returns the check result for an error response.
   *
   * @param permission that the request needs, such as {@code s3:PutObject}
   */
  static CheckResult of(RawResponse response, String bucket, String permission) {
    if (response.status() >= 500) {
      return CheckResult.unknown(
          "The store answers %s. Read its log, and check again.".formatted(response.summary()));
    }
    return CheckResult.broken(explain(response, bucket, permission));
  }

  private static String explain(RawResponse response, String bucket, String permission) {
    return switch (response.errorCode()) {
      case "InvalidAccessKeyId" ->
          "The store does not know the access key. Check SLIPWAY_STORE_ACCESS_KEY.";
      case "SignatureDoesNotMatch" ->
          "The store rejects the signature. Check SLIPWAY_STORE_SECRET_KEY and"
              + " SLIPWAY_STORE_REGION, and that a proxy in front of the store passes the Host"
              + " header unchanged.";
      case "AuthorizationHeaderMalformed",
          "AuthorizationQueryParametersError",
          "IllegalLocationConstraintException",
          "PermanentRedirect" ->
          "The bucket is in another region. Set SLIPWAY_STORE_REGION to that region.";
      case "NoSuchBucket" ->
          "The bucket %s does not exist. Create it, or configure another one.".formatted(bucket);
      case "RequestTimeTooSkewed" ->
          "The clocks of store and application differ. Synchronise both with NTP.";
      default ->
          response.isRedirect()
              ? explainRedirect(response)
              : explainRefusal(response, bucket, permission);
    };
  }

  private static String explainRedirect(RawResponse response) {
    return "The store answers %s, and a signed URL can't follow a redirect. Set the endpoint to the"
            .formatted(response.summary())
        + " address that it redirects to.";
  }

  private static String explainRefusal(RawResponse response, String bucket, String permission) {
    return "The store answers %s. Allow the access key %s for the bucket %s."
        .formatted(response.summary(), permission, bucket);
  }
}
