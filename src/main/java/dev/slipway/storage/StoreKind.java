package dev.slipway.storage;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The protocol variants of object stores. Every difference between stores that matters for signing
 * or calling them is here and nowhere else.
 *
 * <p>{@link #GOOGLE} accepts Amazon's signatures too, but then supports no precondition: it ignores
 * {@code If-None-Match} on a PUT, and refuses its own {@code x-goog-if-generation-match} beside
 * {@code x-amz-} headers. So URLs for browsers are signed with Google's names. The application's
 * own calls use Amazon's names with both kinds; the only one with a precondition completes a
 * multipart upload, see {@link #supportsConditionalCompletion}.
 *
 * @see <a
 *     href="https://docs.cloud.google.com/storage/docs/authentication/signatures">Signatures</a>
 * @see <a href="https://docs.cloud.google.com/storage/docs/aws-simple-migration">Simple migration
 *     from Amazon S3 to Cloud Storage</a>
 */
public enum StoreKind {
  /** Amazon S3 and compatible stores: MinIO, Ceph, R2, RustFS, VersityGW. */
  S3("AWS4", "amz", "s3", "aws4_request"),
  /** Google Cloud Storage through its XML API, with an HMAC key. */
  GOOGLE("GOOG4", "goog", "storage", "goog4_request");

  private static final String METADATA = "meta-";
  private static final String CHECKSUM = "checksum-sha256";

  private final String scheme;
  private final String vendor;
  private final String service;
  private final String terminator;

  StoreKind(String scheme, String vendor, String service, String terminator) {
    this.scheme = scheme;
    this.vendor = vendor;
    this.service = service;
    this.terminator = terminator;
  }

  /** The signing algorithm, such as {@code AWS4-HMAC-SHA256}. */
  public String algorithm() {
    return scheme + "-HMAC-SHA256";
  }

  /** The prefix of the secret key from which the key of a day is derived. */
  public String secretPrefix() {
    return scheme;
  }

  /** The third part of the credential scope, such as {@code s3}. */
  public String service() {
    return service;
  }

  /** The last part of the credential scope, such as {@code aws4_request}. */
  public String terminator() {
    return terminator;
  }

  /** The name of a query parameter of a signed URL, such as {@code X-Amz-Expires}. */
  public String queryParameter(String name) {
    return "X-"
        + vendor.substring(0, 1).toUpperCase(Locale.ROOT)
        + vendor.substring(1)
        + "-"
        + name;
  }

  /** The name of a vendor-specific header in lower case, such as {@code x-amz-copy-source}. */
  public String header(String name) {
    return "x-" + vendor + "-" + name;
  }

  /** The header that carries a piece of user metadata, such as {@code x-amz-meta-title}. */
  public String metadataHeader(String name) {
    return header(METADATA + name);
  }

  /**
   * The name of the user metadata that a response header carries; empty for other headers. Google
   * answers the application's own calls, which use Amazon's names, with Amazon's names.
   *
   * @param header in lower case
   */
  public Optional<String> metadataName(String header) {
    return withoutPrefix(metadataHeader(""), header)
        .or(() -> withoutPrefix(S3.metadataHeader(""), header));
  }

  /** The header with which a PUT fails with 412 if the object exists. */
  public Map.Entry<String, String> createOnlyHeader() {
    return this == GOOGLE
        ? Map.entry(header("if-generation-match"), "0")
        : Map.entry("If-None-Match", "*");
  }

  /**
   * The header with which a DELETE fails with 412 if the object has another ETag. Stores that don't
   * know the condition ignore it. Google has none for ETags, so there it is empty.
   *
   * @param etag without quotes
   */
  public Map<String, String> deleteCondition(String etag) {
    return this == GOOGLE ? Map.of() : Map.of("If-Match", "\"" + etag + "\"");
  }

  /**
   * Whether completing a multipart upload honours {@link #createOnlyHeader}. Google's documentation
   * says that it does not.
   */
  public boolean supportsConditionalCompletion() {
    return this == S3;
  }

  /**
   * The header that carries the SHA-256 of the body; empty if the store can't verify it. Google
   * verifies only MD5 and CRC32C, which no browser computes.
   */
  public Optional<String> checksumHeader() {
    return this == GOOGLE ? Optional.empty() : Optional.of(header(CHECKSUM));
  }

  /**
   * Query parameters of a signed GET that replace headers which the sender of the bytes may have
   * added. Content-Encoding and Cache-Control need no signature in a PUT, and the store returns
   * what it got: with a false encoding no browser could play the video. Google's XML API documents
   * no such parameters, and ignores unknown ones.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>
   */
  public Map<String, String> responseHeaderOverrides() {
    return this == GOOGLE
        ? Map.of()
        : Map.of("response-content-encoding", "identity", "response-cache-control", "private");
  }

  /** Whether the store accepts bodies in chunks without chunk signatures. */
  public boolean acceptsUnsignedChunks() {
    return this == S3;
  }

  /** Whether the permission to list a bucket is enough for a HEAD of the bucket. */
  public boolean allowsHeadBucket() {
    return this == S3;
  }

  /** A bucket setting that only a key with more permissions than Slipway needs can read. */
  public String privilegedBucketSetting() {
    return this == GOOGLE ? "cors" : "policy";
  }

  /** Whether the same API can read the bucket's notification configuration. */
  public boolean exposesNotificationConfiguration() {
    return this == S3;
  }

  private static Optional<String> withoutPrefix(String prefix, String header) {
    return header.startsWith(prefix)
        ? Optional.of(header.substring(prefix.length()))
        : Optional.empty();
  }
}
