package dev.slipway.ingest.format;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Whose words a notification is written in, and with that how it spells the object's key. */
public enum Dialect {
  /** A target of MinIO, be it a webhook or Kafka. A slash is {@code %2F}, a space {@code +}. */
  MINIO("minio", true),
  /** MinIO's listen API: the same records, but the key as it is. */
  MINIO_LISTEN("minio-listen", false),
  /** S3's own notification. A slash stays, a space is {@code +}. */
  AWS("aws", true),
  /** The same in the envelope of Amazon SNS. */
  AWS_SNS("aws-sns", true),
  /** S3's event as Amazon EventBridge passes it on. The key is as it is. */
  AWS_EVENTBRIDGE("aws-eventbridge", false),
  /** Ceph's RADOS gateway, which puts the object's name in as it is. */
  CEPH("ceph", false),
  /** Google Cloud Storage by Pub/Sub, which has the object's name as it is. */
  GOOGLE_PUBSUB("google-pubsub", false),
  /** RustFS, which imitates MinIO. */
  RUSTFS("rustfs", true);

  private final String word;
  private final boolean isFormEncoded;

  Dialect(String word, boolean isFormEncoded) {
    this.word = word;
    this.isFormEncoded = isFormEncoded;
  }

  /** For pages and the database. */
  public String value() {
    return word;
  }

  /**
   * The key that is meant.
   *
   * @throws IllegalArgumentException where it is not encoded as this sender does it
   */
  String decodeKey(String key) {
    return isFormEncoded ? decodeForm(key) : key;
  }

  /** What S3 documents, and so what an unknown sender most likely does. */
  static String decodeForm(String key) {
    return URLDecoder.decode(key, StandardCharsets.UTF_8);
  }
}
