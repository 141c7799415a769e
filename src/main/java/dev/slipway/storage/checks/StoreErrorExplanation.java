package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.client.RawResponse;

/** What it means that the store does not do what it was asked, and what mends it. */
final class StoreErrorExplanation {
  private StoreErrorExplanation() {}

  /**
   * @param right that the request needs, such as {@code s3:PutObject}
   */
  static CheckResult of(RawResponse answer, String bucket, String right) {
    if (answer.status() >= 500) {
      return CheckResult.unknown(
          "The store answers %s. Look into its log, and examine again."
              .formatted(answer.summary()));
    }
    return CheckResult.broken(sentence(answer, bucket, right));
  }

  private static String sentence(RawResponse answer, String bucket, String right) {
    return switch (answer.errorCode()) {
      case "InvalidAccessKeyId" ->
          "The store does not know the access key. Check SLIPWAY_STORE_ACCESS_KEY.";
      case "SignatureDoesNotMatch" ->
          "The store finds the signature wrong. Check SLIPWAY_STORE_SECRET_KEY and"
              + " SLIPWAY_STORE_REGION, and that a proxy before the store passes Host on as it is.";
      case "AuthorizationHeaderMalformed",
          "AuthorizationQueryParametersError",
          "IllegalLocationConstraintException",
          "PermanentRedirect" ->
          "The store is of another region. Set SLIPWAY_STORE_REGION to the bucket's.";
      case "NoSuchBucket" ->
          "There is no bucket %s. Create it, or name another in the settings.".formatted(bucket);
      case "RequestTimeTooSkewed" ->
          "The clocks of store and application are apart. Set both by NTP.";
      default -> answer.isRedirect() ? redirected(answer) : forbidden(answer, bucket, right);
    };
  }

  private static String redirected(RawResponse answer) {
    return "The store answers %s, and a signed URL can't follow to another address. Set the endpoint"
            .formatted(answer.summary())
        + " to the one that it leads to.";
  }

  private static String forbidden(RawResponse answer, String bucket, String right) {
    return "The store answers %s. Allow the access key %s for the bucket %s."
        .formatted(answer.summary(), right, bucket);
  }
}
