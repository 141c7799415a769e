package dev.slipway.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.storage.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

class NotificationParserTest {
  private static final String BUCKET = "slipway-videos";
  private static final ObjectKey ODD = new ObjectKey("videos/a b+c/é😀 50%.mp4");
  private static final String RECORD =
      "{\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"%s\"}}}";

  private final NotificationParser parser = new NotificationParser(new ObjectMapper());

  @Test
  void parsesMinio() throws Exception {
    assertParses("minio-put-odd-key.json", Dialect.MINIO)
        .containsExactly(
            event("ObjectCreated:Put", ODD, "18eb1903b16ff76c", "2026-11-24T21:39:40.091Z"));
    assertParses("minio-delete-odd-key.json", Dialect.MINIO)
        .containsExactly(
            event("ObjectRemoved:Delete", ODD, "18eb19042a8f1844", "2026-11-24T21:39:42.122Z"));
    assertParses("minio-delete.json", Dialect.MINIO)
        .extracting(S3Event::key)
        .containsExactly(new ObjectKey("videos/a b+c/été (1).mp4"));
    assertParses("minio-multipart.json", Dialect.MINIO)
        .extracting(S3Event::name)
        .containsExactly("ObjectCreated:CompleteMultipartUpload");
    assertParses("minio-copy.json", Dialect.MINIO)
        .extracting(S3Event::name, S3Event::key)
        .containsExactly(tuple("ObjectCreated:Copy", new ObjectKey("videos/copy of é/source")));
  }

  /** A sender that isn't known may encode some characters only. */
  @Test
  void decodesKeysThatArePartlyEncoded() {
    assertThat(parse("{\"Records\":[" + RECORD.formatted("é+%C3%A9%2B🎬") + "]}").events())
        .extracting(S3Event::key)
        .containsExactly(new ObjectKey("é é+🎬"));
  }

  /** Only what S3 itself sends as a test has no records. */
  @Test
  void readsTheRecordsOfAnythingThatIsCalledATest() {
    var record = RECORD.formatted("videos/a");
    var body = "{\"Event\":\"s3:TestEvent\",\"Records\":[%s]}".formatted(record);

    assertThat(parser.parse(body.getBytes(StandardCharsets.UTF_8)).events())
        .extracting(S3Event::key)
        .containsExactly(new ObjectKey("videos/a"));
  }

  @Test
  void minioListenKeysAreNotEncoded() throws Exception {
    assertParses("minio-listen-put.json", Dialect.MINIO_LISTEN)
        .isEqualTo(parser.parse(fixture("minio-put-odd-key.json")).events());
    assertParses("minio-listen-delete.json", Dialect.MINIO_LISTEN)
        .isEqualTo(parser.parse(fixture("minio-delete-odd-key.json")).events());
    assertParses("minio-listen-ping.json", Dialect.MINIO_LISTEN).isEmpty();
  }

  @Test
  void parsesAmazon() throws Exception {
    var both =
        List.of(
            event("ObjectCreated:Put", ODD, "0055aed6dcd90281e5", "2026-11-24T15:44:00.622Z"),
            event(
                "ObjectRemoved:Delete",
                new ObjectKey("videos/gone/source"),
                "0055aed6dcd90282",
                "2026-11-24T15:44:01Z"));

    assertParses("aws-put.json", Dialect.AWS).isEqualTo(both);
    assertParses("aws-sns-put.json", Dialect.AWS_SNS).isEqualTo(both);
    assertParses("aws-eventbridge-created.json", Dialect.AWS_EVENTBRIDGE)
        .containsExactly(
            event(
                "ObjectCreated:CompleteMultipartUpload",
                ODD,
                "617f08299329d189",
                "2026-11-24T15:44:00Z"));
    assertParses("aws-eventbridge-deleted.json", Dialect.AWS_EVENTBRIDGE)
        .containsExactly(
            event(
                "ObjectRemoved:Delete",
                new ObjectKey("videos/gone%2F/source"),
                "617f0837b476e463",
                "2026-11-24T15:44:00Z"));
  }

  @Test
  void parsesCephAndRustfs() throws Exception {
    assertParses("ceph-put.json", Dialect.CEPH)
        .containsExactly(
            new S3Event(
                "ObjectCreated:Put",
                BUCKET,
                ODD,
                null,
                Instant.parse("2026-11-24T15:44:00.124724Z")));
    assertParses("rustfs-put.json", Dialect.RUSTFS)
        .containsExactly(
            event("ObjectCreated:Put", ODD, "18eb059b35f372b6", "2026-11-24T15:44:00.622Z"));
  }

  @Test
  void parsesTheExampleInTheR2Documentation() throws Exception {
    var page = Files.readString(Path.of("docs/stores/r2.md"));
    var body = page.split("```json\n")[1].split("```")[0];

    var parsed = parser.parse(body.getBytes(StandardCharsets.UTF_8));

    assertThat(parsed.problem()).isNull();
    assertThat(parsed.events())
        .containsExactly(
            new S3Event(
                "ObjectCreated:Put",
                BUCKET,
                new ObjectKey("videos/abcdefghijklmnopqrstuvwxyz/source"),
                null,
                Instant.parse("2026-11-25T10:00:00Z")));
  }

  @Test
  void parsesGooglePubSub() throws Exception {
    assertParses("google-finalize.json", Dialect.GOOGLE_PUBSUB)
        .containsExactly(googleEvent("ObjectCreated"));
    assertParses("google-delete.json", Dialect.GOOGLE_PUBSUB)
        .containsExactly(googleEvent("ObjectRemoved:Delete"));
    assertParses("google-archive.json", Dialect.GOOGLE_PUBSUB)
        .containsExactly(googleEvent("ObjectRemoved"));
    assertParses("google-metadata-update.json", Dialect.GOOGLE_PUBSUB)
        .containsExactly(googleEvent(null));
  }

  @Test
  void rejectsPushWithoutObject() {
    assertUnreadable(
        "{\"message\":{\"data\":\"aGk=\"},\"subscription\":\"s\"}",
        "The field bucketId of a record is missing");
    assertUnreadable(
        "{\"message\":{\"attributes\":{\"bucketId\":\"b\",\"objectId\":[]}},"
            + "\"subscription\":\"s\"}",
        "The field objectId of a record is missing, empty or not text");
    assertUnreadable("{\"message\":\"\",\"subscription\":\"s\"}", "no Records");
  }

  @Test
  void testEventsAndConfirmationsHaveNoEvents() throws Exception {
    assertParses("aws-test-event.json", Dialect.AWS).isEmpty();
    assertParses("aws-sns-test-event.json", Dialect.AWS_SNS).isEmpty();
    assertParses("aws-sns-subscription.json", Dialect.AWS_SNS).isEmpty();
  }

  @Test
  void parsesOtherRecordsBesideABadOne() {
    var body =
        "{\"Records\":[%s,{},%s]}"
            .formatted(RECORD.formatted("videos/1"), RECORD.formatted("videos/a+2"));

    var parsed = parse(body);

    assertThat(parsed.dialect()).isNull();
    assertThat(parsed.events())
        .containsExactly(
            new S3Event(null, "b", new ObjectKey("videos/1"), null, null),
            new S3Event(null, "b", new ObjectKey("videos/a 2"), null, null));
    assertThat(parsed.problem()).contains("bucket.name");
  }

  @Test
  void omitsInvalidOptionalFields() {
    var body =
        """
        {"Records":[{"eventSource":"aws:s3","eventName":"\\u0000 odd","eventTime":"%s","s3":{
        "bucket":{"name":"b"},"object":{"key":"videos/1","size":{},"sequencer":7}}}]}\
        """;

    for (var time : List.of("yesterday", "+1000000000-01-01T00:00:00Z", "0001-01-01T00:00:00Z")) {
      assertThat(parse(body.formatted(time)).events())
          .containsExactly(new S3Event(null, "b", new ObjectKey("videos/1"), null, null));
    }
  }

  @Test
  void reportsWhyABodyIsUnreadable() {
    assertUnreadable("", "not a JSON object");
    assertUnreadable("\u0000", "The body is not valid JSON in UTF-8, at line 1, column ");
    assertUnreadable("[1]", "not a JSON object");
    assertUnreadable("{}", "no Records");
    assertUnreadable("{\"Records\":null,\"EventName\":\"x\"}", "no Records");
    assertUnreadable("{\"Records\":[{}]}", "The field bucket.name of a record is missing");
    assertUnreadable("{\"Records\":[7,null,[]]}", "bucket.name");
    for (var key : List.of("%zz", "a%", "%C", "%-1")) {
      assertUnreadableKey(key, "a % is not followed by two hexadecimal digits");
    }
    for (var key : List.of("\\ud800", "%E9.mp4", "é%FF", "%C0%AF", "%ED%A0%80", "%C3+%A9")) {
      assertUnreadableKey(key, "its bytes are not UTF-8");
    }
    assertUnreadable("{\"detail-type\":\"x\",\"detail\":[]}", "bucket.name");
    assertUnreadable("{\"Type\":\"Notification\",\"TopicArn\":\"t\",\"Message\":7}", "no Message");
    assertUnreadable(
        "{\"Type\":\"Notification\",\"TopicArn\":\"t\",\"Message\":\"\"}", "not a JSON object");
  }

  @Test
  void survivesHostileBodies() {
    assertUnreadable("{\"Records\":" + "[".repeat(500_000), "nested too deeply");
    assertUnreadable("{\"a\":".repeat(100_000), "nested too deeply");
    assertUnreadable(
        "{\"Records\":[" + RECORD.formatted("a".repeat(1_000_000)) + "]}", "can't be decoded");
    assertUnreadable(
        "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":1},\"object\":{}}}]}", "bucket.name");
    assertUnreadable("{\"Records\":[],\"Records\":[{}]}", "is given more than once");
    assertUnreadable("{\"Records\":[{}]} {}", "must be one JSON object");
    assertUnreadable("{\"Records\":" + "9".repeat(100_000) + "}", "number that is too long");
  }

  private ListAssert<S3Event> assertParses(String name, Dialect dialect) throws IOException {
    var parsed = parser.parse(fixture(name));
    assertThat(parsed.problem()).as(name).isNull();
    assertThat(parsed.dialect()).as(name).isEqualTo(dialect);
    return assertThat(parsed.events()).as(name);
  }

  private void assertUnreadableKey(String key, String reason) {
    assertThat(parse("{\"Records\":[" + RECORD.formatted(key) + "]}").problem())
        .as(key)
        .isEqualTo("The key can't be decoded: " + reason);
  }

  private void assertUnreadable(String body, String reason) {
    var parsed = parse(body);
    assertThat(parsed.events()).isEmpty();
    assertThat(parsed.problem()).contains(reason);
  }

  private ParsedNotification parse(String body) {
    return parser.parse(body.getBytes(StandardCharsets.UTF_8));
  }

  private static S3Event googleEvent(String name) {
    return new S3Event(name, BUCKET, ODD, null, Instant.parse("2026-11-24T15:44:00.622Z"));
  }

  private static S3Event event(String name, ObjectKey key, String sequencer, String at) {
    return new S3Event(name, BUCKET, key, new Sequencer(sequencer), Instant.parse(at));
  }

  private static byte[] fixture(String name) throws IOException {
    try (var stream = NotificationParserTest.class.getResourceAsStream(name)) {
      return stream.readAllBytes();
    }
  }
}
