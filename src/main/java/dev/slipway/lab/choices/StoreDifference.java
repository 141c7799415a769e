package dev.slipway.lab.choices;

import dev.slipway.storage.StoreKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A difference between stores: in signing, read from {@link StoreKind}, and in what surrounds it,
 * as in {@code docs/stores}.
 *
 * @param literal whether the values are names of the protocol and not prose
 * @param values in the order of {@link Store#values}
 */
public record StoreDifference(String title, boolean literal, List<String> values) {
  private static final String NONE = "none";

  /** The stores that are compared. Two of them share a kind, because MinIO speaks S3's protocol. */
  enum Store {
    AMAZON("Amazon S3", StoreKind.S3),
    MINIO("MinIO", StoreKind.S3),
    GOOGLE("Google Cloud Storage", StoreKind.GOOGLE);

    private final String title;
    private final StoreKind kind;

    Store(String title, StoreKind kind) {
      this.title = title;
      this.kind = kind;
    }
  }

  static List<StoreDifference> all() {
    return List.of(
        ofKinds("Algorithm", StoreKind::algorithm),
        ofKinds("Parameter of a URL", kind -> kind.queryParameter("Expires")),
        ofKinds(
            "Last part of the credential scope", kind -> kind.service() + "/" + kind.terminator()),
        ofKinds("Create only", kind -> header(kind.createOnlyHeader())),
        ofKinds("Checksum of the bytes", kind -> kind.checksumHeader().orElse(NONE)),
        ofKinds("Metadata", kind -> kind.metadataHeader("…")),
        ofKinds("Condition sent with a DELETE", StoreDifference::deleteCondition),
        of("Effect of that condition", "another ETag: 412", "ignored: the object is deleted", NONE),
        ofKinds(
            "Completing a multipart upload can refuse to overwrite",
            StoreKind::supportsConditionalCompletion),
        ofKinds(
            "Configuration of notifications in the same API",
            StoreKind::exposesNotificationConfiguration),
        of(
            "Notifications reach Slipway by",
            "SNS or EventBridge",
            "webhook, Kafka, or a connection that listens",
            "Pub/Sub"),
        of(
            "Temporary credentials",
            "from STS, an endpoint of its own, for a role",
            "from the store’s own endpoint, without a role",
            "none with AssumeRole; the trial isn’t offered"),
        of(
            "CORS rules",
            "for each bucket",
            "one for all buckets: MINIO_API_CORS_ALLOW_ORIGIN",
            "for each bucket"),
        of(
            "Parts of an upload that nobody completes",
            "kept until a lifecycle rule aborts the upload",
            "deleted after 24 hours, or MINIO_API_STALE_UPLOADS_EXPIRY; a lifecycle rule for them is"
                + " dropped without an error",
            "kept until a lifecycle rule aborts the upload"),
        of(
            "Response to an expired URL",
            "403 AccessDenied",
            "403 AccessDenied",
            "400 ExpiredToken"));
  }

  /** The headings of the columns. */
  public static List<String> stores() {
    return Arrays.stream(Store.values()).map(store -> store.title).toList();
  }

  private static StoreDifference ofKinds(String title, Function<StoreKind, Object> value) {
    return new StoreDifference(
        title,
        true,
        Arrays.stream(Store.values()).map(store -> text(value.apply(store.kind))).toList());
  }

  private static StoreDifference of(String title, String amazon, String minio, String google) {
    return new StoreDifference(title, false, List.of(amazon, minio, google));
  }

  private static String text(Object value) {
    if (value instanceof Boolean supported) {
      return supported ? "yes" : "no";
    }
    return value.toString();
  }

  private static String deleteCondition(StoreKind kind) {
    return kind.deleteCondition("…").entrySet().stream()
        .map(StoreDifference::header)
        .findFirst()
        .orElse(NONE);
  }

  private static String header(Map.Entry<String, String> header) {
    return header.getKey() + ": " + header.getValue();
  }
}
