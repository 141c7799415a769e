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

/** A bucket notification with MinIO's names, order and spelling. */
@JsonPropertyOrder({"EventName", "Key", "Records"})
record MinioNotification(
    @JsonProperty("EventName") String eventName,
    @JsonProperty("Key") String key,
    @JsonProperty("Records") List<Entry> records) {

  /** The embedded store listens nowhere else. */
  private static final String LOOPBACK = "127.0.0.1";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static MinioNotification created(
      String how,
      String bucket,
      String key,
      HeadObjectResponse object,
      String principal,
      Instant at) {
    return of(
        "s3:ObjectCreated:" + how,
        bucket,
        key,
        Item.of(key, object, at),
        new Person(principal),
        at);
  }

  static MinioNotification removed(String bucket, String key, String principal, Instant at) {
    return of(
        "s3:ObjectRemoved:Delete", bucket, key, Item.gone(key, at), new Person(principal), at);
  }

  private static MinioNotification of(
      String name, String bucket, String key, Item object, Person person, Instant at) {
    var entry =
        new Entry(
            "2.0",
            "minio:s3",
            "",
            TIME.format(at),
            name,
            person,
            Map.of("principalId", person.principalId(), "region", "", "sourceIPAddress", LOOPBACK),
            Map.of("x-amz-request-id", UUID.randomUUID().toString()),
            new Subject(
                "1.0", "Config", new Bucket(bucket, person, "arn:aws:s3:::" + bucket), object),
            new Source(LOOPBACK, "", "Slipway embedded"));
    return new MinioNotification(name, bucket + "/" + key, List.of(entry));
  }

  record Entry(
      String eventVersion,
      String eventSource,
      String awsRegion,
      String eventTime,
      String eventName,
      Person userIdentity,
      Map<String, String> requestParameters,
      Map<String, String> responseElements,
      Subject s3,
      Source source) {}

  record Person(String principalId) {}

  record Subject(String s3SchemaVersion, String configurationId, Bucket bucket, Item object) {}

  record Bucket(String name, Person ownerIdentity, String arn) {}

  record Source(String host, String port, String userAgent) {}

  /** What is unknown, and a size of 0, is left out. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Item(
      String key,
      Long size,
      String eTag,
      String contentType,
      Map<String, String> userMetadata,
      String sequencer) {

    static Item of(String key, HeadObjectResponse object, Instant at) {
      return new Item(
          formEncoded(key),
          object.contentLength() == 0 ? null : object.contentLength(),
          object.eTag().replace("\"", ""),
          object.contentType(),
          userMetadata(object),
          sequencer(at));
    }

    static Item gone(String key, Instant at) {
      return new Item(formEncoded(key), null, null, null, null, sequencer(at));
    }

    private static String formEncoded(String key) {
      // Go leaves the tilde, and escapes the asterisk.
      return URLEncoder.encode(key, UTF_8).replace("%7E", "~").replace("*", "%2A");
    }

    /** MinIO sends the content type along here, and headers as they are named on the wire. */
    private static Map<String, String> userMetadata(HeadObjectResponse object) {
      var all =
          object.metadata().entrySet().stream()
              .collect(
                  toMap(e -> header(e.getKey()), Map.Entry::getValue, (a, b) -> b, TreeMap::new));
      if (object.contentType() != null) {
        all.put("content-type", object.contentType());
      }
      return all;
    }

    private static String header(String name) {
      return Arrays.stream(("x-amz-meta-" + name).split("-", -1))
          .map(word -> word.isEmpty() ? word : capitalised(word))
          .collect(Collectors.joining("-"));
    }

    private static String capitalised(String word) {
      return word.substring(0, 1).toUpperCase(Locale.ROOT)
          + word.substring(1).toLowerCase(Locale.ROOT);
    }

    /** Nanoseconds in hexadecimal: later is greater. */
    private static String sequencer(Instant at) {
      return "%X".formatted(at.getEpochSecond() * 1_000_000_000L + at.getNano());
    }
  }
}
