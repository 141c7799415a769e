package dev.slipway.ingest.format;

/**
 * The sender's variant of the notification format, which determines how object keys are encoded.
 * {@link NotificationParser} recognises the envelope, and {@link S3RecordsFormat} the sender.
 */
public enum Dialect {
  /** MinIO's webhook and Kafka targets. A slash is {@code %2F}, a space is {@code +}. */
  MINIO("minio", true),
  /** MinIO's listen API: the same records, but keys are not encoded. */
  MINIO_LISTEN("minio-listen", false),
  /** Amazon S3. A slash is not encoded, a space is {@code +}. */
  AWS("aws", true),
  /** Amazon S3 inside the envelope of Amazon SNS. */
  AWS_SNS("aws-sns", true),
  /** Amazon S3 through Amazon EventBridge. Keys are not encoded. */
  AWS_EVENTBRIDGE("aws-eventbridge", false),
  /** Ceph's RADOS gateway. Keys are not encoded. */
  CEPH("ceph", false),
  /** Google Cloud Storage through Pub/Sub. Keys are not encoded. */
  GOOGLE_PUBSUB("google-pubsub", false),
  /** RustFS, which encodes keys like MinIO. */
  RUSTFS("rustfs", true);

  private final String value;
  private final boolean isFormEncoded;

  Dialect(String value, boolean isFormEncoded) {
    this.value = value;
    this.isFormEncoded = isFormEncoded;
  }

  /** The name on pages and in the database. */
  public String value() {
    return value;
  }

  /** Whether this sender form-encodes object keys; {@link S3RecordsFormat} decodes them. */
  boolean isFormEncoded() {
    return isFormEncoded;
  }
}
