package dev.slipway.lab.signature.url;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The variants of Signature Version 4 that sign a URL. */
public enum SignatureScheme {
  /** Amazon S3 and the stores that speak its protocol. */
  AWS4_HMAC("AWS4-HMAC-SHA256", Vendor.AMAZON, true),
  /** SigV4A: for several regions at once, with a key pair instead of a shared key. */
  AWS4_ECDSA("AWS4-ECDSA-P256-SHA256", Vendor.AMAZON, false),
  /** Google Cloud Storage with an HMAC key. */
  GOOG4_HMAC("GOOG4-HMAC-SHA256", Vendor.GOOGLE, true),
  /** Google Cloud Storage with the key pair of a service account. */
  GOOG4_RSA("GOOG4-RSA-SHA256", Vendor.GOOGLE, false);

  private final String algorithm;
  private final Vendor vendor;
  private final boolean sharedKey;

  SignatureScheme(String algorithm, Vendor vendor, boolean sharedKey) {
    this.algorithm = algorithm;
    this.vendor = vendor;
    this.sharedKey = sharedKey;
  }

  static Optional<SignatureScheme> ofAlgorithm(String algorithm) {
    return Arrays.stream(values()).filter(scheme -> scheme.algorithm.equals(algorithm)).findFirst();
  }

  /** The value of the algorithm parameter, such as {@code AWS4-HMAC-SHA256}. */
  public String algorithm() {
    return algorithm;
  }

  /** {@code s3} or {@code google}. */
  public String service() {
    return vendor.service;
  }

  public boolean isGoogle() {
    return vendor == Vendor.GOOGLE;
  }

  /** Whether client and store have the same key, which is derived in four steps. */
  public boolean hasSharedKey() {
    return sharedKey;
  }

  /** Whether the credential scope names a region. SigV4A has a parameter for regions instead. */
  public boolean hasRegionInScope() {
    return this != AWS4_ECDSA;
  }

  /** The name of a query parameter, such as {@code X-Amz-Expires}. */
  public String parameter(String name) {
    return vendor.parameterPrefix + name;
  }

  /** The name of a header in lower case, such as {@code x-amz-content-sha256}. */
  public String header(String name) {
    return vendor.headerPrefix + name;
  }

  /** The last part of the credential scope, such as {@code aws4_request}. */
  public String terminator() {
    return vendor.terminator;
  }

  /** The names that the vendor's object stores have in the credential scope. */
  public Set<String> scopeServices() {
    return vendor.scopeServices;
  }

  /** The names that differ between the vendors, whatever the algorithm. */
  private enum Vendor {
    AMAZON(
        "s3",
        "X-Amz-",
        "x-amz-",
        "aws4_request",
        Set.of("s3", "s3express", "s3-object-lambda", "s3-outposts")),
    GOOGLE("google", "X-Goog-", "x-goog-", "goog4_request", Set.of("storage"));

    private final String service;
    private final String parameterPrefix;
    private final String headerPrefix;
    private final String terminator;
    private final Set<String> scopeServices;

    Vendor(
        String service,
        String parameterPrefix,
        String headerPrefix,
        String terminator,
        Set<String> scopeServices) {
      this.service = service;
      this.parameterPrefix = parameterPrefix;
      this.headerPrefix = headerPrefix;
      this.terminator = terminator;
      this.scopeServices = scopeServices;
    }
  }
}
