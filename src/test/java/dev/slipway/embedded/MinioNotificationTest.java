package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

class MinioNotificationTest {
  private static final Instant AT = Instant.parse("2026-03-04T05:06:07.000000008Z");

  @Test
  void matchesMinioForCreatedObjects() {
    var event = json(MinioNotification.created("Put", "b", "videos/ä b*~", object(42), "key", AT));

    assertThat(event.get("EventName").asText()).isEqualTo("s3:ObjectCreated:Put");
    assertThat(event.get("Key").asText()).isEqualTo("b/videos/ä b*~");
    var entry = event.get("Records").get(0);
    assertThat(entry.get("eventSource").asText()).isEqualTo("minio:s3");
    assertThat(entry.get("eventTime").asText()).isEqualTo("2026-03-04T05:06:07.000Z");
    assertThat(entry.get("s3").get("bucket").get("arn").asText()).isEqualTo("arn:aws:s3:::b");
    assertThat(entry.get("s3").get("object"))
        .hasToString(
            "{\"key\":\"videos%2F%C3%A4+b%2A~\",\"size\":42,\"eTag\":\"abc\","
                + "\"contentType\":\"video/mp4\",\"userMetadata\":{"
                + "\"X-Amz-Meta-Slipway-Owner\":\"creator\",\"content-type\":\"video/mp4\"},"
                + "\"sequencer\":\"%X\"}".formatted(1772600767000000008L));
  }

  @Test
  void omitsASizeOfZero() {
    var event = json(MinioNotification.created("Put", "b", "k", object(0), "key", AT));

    assertThat(event.at("/Records/0/s3/object").has("size")).isFalse();
  }

  @Test
  void removedObjectsHaveOnlyKeyAndSequencer() {
    var event = json(MinioNotification.removed("b", "k", "key", AT));

    assertThat(event.get("EventName").asText()).isEqualTo("s3:ObjectRemoved:Delete");
    assertThat(event.at("/Records/0/s3/object").fieldNames())
        .toIterable()
        .containsExactly("key", "sequencer");
  }

  private static HeadObjectResponse object(long size) {
    return HeadObjectResponse.builder()
        .contentLength(size)
        .eTag("\"abc\"")
        .contentType("video/mp4")
        .metadata(Map.of("slipway-owner", "creator"))
        .build();
  }

  private static JsonNode json(MinioNotification event) {
    return new ObjectMapper().valueToTree(event);
  }
}
