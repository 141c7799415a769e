package dev.slipway.storage;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What stores call the same things, and what some of them lack. Whatever differs from store to
 * store in what is signed or asked stands here, and nowhere else.
 *
 * <p>{@link #GOOGLE} takes Amazon's signatures too, but then no precondition at all: it ignores
 * {@code If-None-Match} on a PUT, and refuses its own {@code x-goog-if-generation-match} beside
 * headers of Amazon's. So browsers' URLs are signed in its own words. The server's own calls need
 * no precondition, and speak Amazon's to it.
 *
 * @see <a
 *     href="https://docs.cloud.google.com/storage/docs/authentication/signatures">Signatures</a>
 * @see <a href="https://docs.cloud.google.com/storage/docs/aws-simple-migration">Simple migration
 *     from Amazon S3 to Cloud Storage</a>
 */
public enum StoreKind {
  /** Amazon S3, and all who speak as it does: MinIO, Ceph, R2, RustFS, VersityGW. */
  S3("AWS4", "amz", "s3", "aws4_request"),
  /** Google Cloud Storage, by its XML API and an HMAC key. */
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

  /** Of the signature, such as {@code AWS4-HMAC-SHA256}. */
  public String algorithm() {
    return scheme + "-HMAC-SHA256";
  }

  /** What the secret is prefixed with before the day's key is derived from it. */
  public String secretPrefix() {
    return scheme;
  }

  /** The third word of the credential scope. */
  public String service() {
    return service;
  }

  /** Its last word. */
  public String terminator() {
    return terminator;
  }

  /** Of a signed URL, such as {@code X-Amz-Expires}. */
  public String parameter(String name) {
    return "X-"
        + vendor.substring(0, 1).toUpperCase(Locale.ROOT)
        + vendor.substring(1)
        + "-"
        + name;
  }

  /** One of the vendor's own, such as {@code x-amz-copy-source}, in lower case. */
  public String header(String name) {
    return "x-" + vendor + "-" + name;
  }

  /** The header that carries a piece of metadata. */
  public String metadataHeader(String name) {
    return header(METADATA + name);
  }

  /**
   * The name of the metadata that a header of an answer carries. The server's own calls speak
   * Amazon's words, and Google answers them in these.
   *
   * @param header in lower case
   */
  Optional<String> metadataName(String header) {
    return after(metadataHeader(""), header).or(() -> after(S3.metadataHeader(""), header));
  }

  /** What makes a PUT end with 412 where there is an object already. */
  public Map.Entry<String, String> createOnlyHeader() {
    return this == GOOGLE
        ? Map.entry(header("if-generation-match"), "0")
        : Map.entry("If-None-Match", "*");
  }

  /**
   * Whether putting parts together takes that too. Google's documentation says that it does not.
   */
  boolean supportsConditionalCompletion() {
    return this == S3;
  }

  /**
   * The header with the SHA-256 of the bytes; empty where the store can't check it. Google knows
   * MD5 and CRC32C, which no browser computes.
   */
  public Optional<String> checksumHeader() {
    return this == GOOGLE ? Optional.empty() : Optional.of(header(CHECKSUM));
  }

  /** Whether it takes bodies in chunks whose own signatures are left out. */
  public boolean acceptsUnsignedChunks() {
    return this == S3;
  }

  /** Whether a HEAD of a bucket needs no other right than to list it. */
  boolean allowsHeadBucket() {
    return this == S3;
  }

  /** What of a bucket's settings only somebody may read who has more rights than we need. */
  public String privilegedBucketSetting() {
    return this == GOOGLE ? "cors" : "policy";
  }

  /** Whether a bucket's notifications can be read with the same key. */
  public boolean exposesNotificationConfiguration() {
    return this == S3;
  }

  private static Optional<String> after(String prefix, String header) {
    return header.startsWith(prefix)
        ? Optional.of(header.substring(prefix.length()))
        : Optional.empty();
  }
}
