package dev.slipway.lab.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class NotificationBodiesTest {
  private static final ObjectKey MINIO_KEY =
      new ObjectKey("videos/iw7epbmpsrkuspotna2nryofce/source");
  private static final ObjectKey ODD_KEY = new ObjectKey("videos/a b+c/é😀 50%.mp4");

  @Inject NotificationBodies bodies;
  @Inject ObjectMapper json;

  @Test
  void showsTheEventAndTheObject() {
    assertThat(bodies.maskFor(MINIO_KEY, fixture("minio-put.json")).orElseThrow())
        .contains("\"eventName\":\"s3:ObjectCreated:Put\"")
        .contains("\"eventTime\":\"2026-11-24T15:44:00.622Z\"")
        .contains("\"name\":\"slipway-videos\"")
        .contains("\"key\":\"videos%2Fiw7epbmpsrkuspotna2nryofce%2Fsource\"")
        .contains("\"size\":46877")
        .contains("\"eTag\":\"72fd6bf3ed8ffab9d7a758b908a2630d\"")
        .contains("\"X-Amz-Meta-Slipway-Title\":\"c\"")
        .contains("\"sequencer\":\"18EB059B35F372B6\"");
  }

  @Test
  void masksWhatOnlyAdministratorsMayKnow() {
    assertThat(bodies.maskFor(MINIO_KEY, fixture("minio-put.json")).orElseThrow())
        .contains("\"principalId\":\"" + NotificationBodies.MASK + "\"")
        .contains("\"host\":\"" + NotificationBodies.MASK + "\"")
        .doesNotContain("127.0.0.1", "9100", "\"admin\"", "curl", "00000000-0000");
    assertThat(bodies.maskFor(ODD_KEY, fixture("aws-eventbridge-created.json")).orElseThrow())
        .contains("\"key\":\"" + ODD_KEY.value() + "\"")
        .doesNotContain("123456789012", "192.0.2.3");
    assertThat(bodies.maskFor(ODD_KEY, fixture("google-finalize.json")).orElseThrow())
        .contains("\"objectId\":\"" + ODD_KEY.value() + "\"")
        .doesNotContain("my-project", "eyJraW5k");
  }

  /** An envelope of Amazon SNS contains an address that ends the subscription. */
  @Test
  void masksAnEnvelopeCompletely() throws IOException {
    var envelope = (ObjectNode) json.readTree(fixture("aws-sns-put.json"));
    var message = json.readTree(envelope.get("Message").textValue());
    ((ArrayNode) message.get("Records")).remove(1);
    envelope.put("Message", json.writeValueAsString(message));
    assertThat(envelope.toString()).contains("UnsubscribeURL\":\"https://sns");

    assertThat(bodies.maskFor(ODD_KEY, json.writeValueAsBytes(envelope)).orElseThrow())
        .contains("\"UnsubscribeURL\":\"" + NotificationBodies.MASK + "\"")
        .doesNotContain("sns.", "arn:", "slipway-videos");
  }

  @Test
  void withholdsABodyWithOtherObjects() {
    assertThat(bodies.maskFor(ODD_KEY, fixture("aws-put.json"))).isEmpty();
    assertThat(bodies.maskFor(ODD_KEY, fixture("minio-put.json"))).isEmpty();
  }

  @Test
  void withholdsABodyThatCannotBeParsed() {
    assertThat(bodies.maskFor(ODD_KEY, "{".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(bodies.maskFor(ODD_KEY, "{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  private static byte[] fixture(String name) {
    try (var file =
        NotificationBodiesTest.class.getResourceAsStream("/dev/slipway/ingest/format/" + name)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
