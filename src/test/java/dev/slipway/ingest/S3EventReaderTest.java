package dev.slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.storage.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class S3EventReaderTest {
  private final S3EventReader reader = new S3EventReader(new ObjectMapper());

  @Test
  void readsWhatMinioSends() throws Exception {
    assertThat(reader.read(fixture("minio-put.json")).events())
        .containsExactly(
            new S3Event(
                "slipway-videos", new ObjectKey("videos/iw7epbmpsrkuspotna2nryofce/source")));
    assertThat(reader.read(fixture("minio-delete.json")).events())
        .containsExactly(new S3Event("slipway-videos", new ObjectKey("videos/a b+c/été (1).mp4")));
  }

  @Test
  void readsEveryRecord() {
    var record = "{\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"videos/%d\"}}}";
    var body = "{\"Records\":[" + record.formatted(1) + "," + record.formatted(2) + "]}";

    assertThat(reader.read(body.getBytes(StandardCharsets.UTF_8)).events())
        .extracting(S3Event::key)
        .containsExactly(new ObjectKey("videos/1"), new ObjectKey("videos/2"));
  }

  @Test
  void readsWhatStandsBesideABadRecord() {
    var body =
        "{\"Records\":[{},{\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"videos/1\"}}}]}";

    var reading = reader.read(body.getBytes(StandardCharsets.UTF_8));

    assertThat(reading.events())
        .extracting(S3Event::key)
        .containsExactly(new ObjectKey("videos/1"));
    assertThat(reading.problem()).contains("no bucket");
  }

  @Test
  void takesATestForWhatItIs() {
    var body = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"b\"}";

    assertThat(reader.read(body.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(S3EventReader.Reading.NOTHING);
  }

  @Test
  void saysWhatItCannotRead() {
    assertUnreadable("", "no JSON");
    assertUnreadable("\u0000", "no JSON");
    assertUnreadable("[1]", "no JSON object");
    assertUnreadable("{}", "no Records");
    assertUnreadable("{\"Records\":[{}]}", "no bucket or no key");
    assertUnreadable(
        "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"%zz\"}}}]}",
        "can't be decoded");
  }

  private void assertUnreadable(String body, String reason) {
    assertThat(reader.read(body.getBytes(StandardCharsets.UTF_8)).problem()).contains(reason);
  }

  private static byte[] fixture(String name) throws IOException {
    try (var stream = S3EventReaderTest.class.getResourceAsStream(name)) {
      return stream.readAllBytes();
    }
  }
}
