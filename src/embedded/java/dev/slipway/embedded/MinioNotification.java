package dev.slipway.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** A bucket notification with the names, order and spelling of MinIO's. */
@JsonPropertyOrder({"EventName", "Key", "Records"})
record MinioNotification(
    @JsonProperty("EventName") String eventName,
    @JsonProperty("Key") String key,
    @JsonProperty("Records") List<Entry> records) {

  private static final String LOOPBACK = "127.0.0.1";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static MinioNotification created(
      String action,
      String bucket,
      String key,
      HeadObjectResponse object,
      String principal,
      Instant at) {
    return of(
        "s3:ObjectCreated:" + action,
        bucket,
        key,
        ObjectEntity.of(key, object, at),
        new Identity(principal),
        at);
  }

  static MinioNotification removed(String bucket, String key, String principal, Instant at) {
    return of(
        "s3:ObjectRemoved:Delete",
        bucket,
        key,
        ObjectEntity.removed(key, at),
        new Identity(principal),
        at);
  }

  private static MinioNotification of(
      String name, String bucket, String key, ObjectEntity object, Identity identity, Instant at) {
    var entry =
        new Entry(
            "2.0",
            "minio:s3",
            "",
            TIME.format(at),
            name,
            identity,
            Map.of(
                "principalId", identity.principalId(), "region", "", "sourceIPAddress", LOOPBACK),
            Map.of("x-amz-request-id", UUID.randomUUID().toString()),
            new S3Entity(
                "1.0", "Config", new Bucket(bucket, identity, "arn:aws:s3:::" + bucket), object),
            new Client(LOOPBACK, "", "Slipway embedded"));
    return new MinioNotification(name, bucket + "/" + key, List.of(entry));
  }

  record Entry(
      String eventVersion,
      String eventSource,
      String awsRegion,
      String eventTime,
      String eventName,
      Identity userIdentity,
      Map<String, String> requestParameters,
      Map<String, String> responseElements,
      S3Entity s3,
      Client source) {}

  record Identity(String principalId) {}

  record S3Entity(
      String s3SchemaVersion, String configurationId, Bucket bucket, ObjectEntity object) {}

  record Bucket(String name, Identity ownerIdentity, String arn) {}

  record Client(String host, String port, String userAgent) {}

  /** Unknown values are omitted, and so is a size of 0. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ObjectEntity(
      String key,
      Long size,
      String eTag,
      String contentType,
      Map<String, String> userMetadata,
      String sequencer) {

    static ObjectEntity of(String key, HeadObjectResponse object, Instant at) {
      return new ObjectEntity(
          formEncoded(key),
          object.contentLength() == 0 ? null : object.contentLength(),
          object.eTag().replace("\"", ""),
          object.contentType(),
          userMetadata(object),
          sequencer(at));
    }

    static ObjectEntity removed(String key, Instant at) {
      return new ObjectEntity(formEncoded(key), null, null, null, null, sequencer(at));
    }

    private static String formEncoded(String key) {
      // MinIO encodes as Go does, which keeps the tilde and escapes the asterisk.
      return URLEncoder.encode(key, UTF_8).replace("%7E", "~").replace("*", "%2A");
    }

    /** Like MinIO, with the content type and with the names of HTTP headers. */
    private static Map<String, String> userMetadata(HeadObjectResponse object) {
      var metadata =
          object.metadata().entrySet().stream()
              .collect(
                  toMap(
                      e -> headerName(e.getKey()), Map.Entry::getValue, (a, b) -> b, TreeMap::new));
      if (object.contentType() != null) {
        metadata.put("content-type", object.contentType());
      }
      return metadata;
    }

    private static String headerName(String name) {
      return Arrays.stream(("x-amz-meta-" + name).split("-", -1))
          .map(word -> word.isEmpty() ? word : capitalised(word))
          .collect(Collectors.joining("-"));
    }

    private static String capitalised(String word) {
      return word.substring(0, 1).toUpperCase(Locale.ROOT)
          + word.substring(1).toLowerCase(Locale.ROOT);
    }

    /** Nanoseconds in hexadecimal, so a later event has a greater value. */
    private static String sequencer(Instant at) {
      return "%X".formatted(at.getEpochSecond() * 1_000_000_000L + at.getNano());
    }
  }
}
