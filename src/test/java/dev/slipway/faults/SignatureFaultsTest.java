package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SignedStoreRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client misuses a signed URL, or sends a hostile file name. */
@Tag("faults")
class SignatureFaultsTest {
  private static final int MAX_LABEL_LENGTH = 255;

  @RegisterExtension static final Stack STACK = Stack.with(Map.of());

  @Test
  @Tag("quick")
  @Fault("a URL is used twice, or with another length, type, key, method or other bytes")
  void storeEnforcesEverythingThatASignatureBinds() throws Exception {
    var bytes = SmallUploads.uniqueBytes();
    var client = TolerantClient.of("creator", STACK.replica());
    var upload = client.open(bytes, "clip.mp4").expect(201).json();
    var key = upload.get("key").asText();
    var put = putRequest(upload);

    var altered =
        List.of(
            put.send(Mp4Header.bytes(bytes.length + 1, 1)),
            put.send(Mp4Header.bytes(bytes.length - 1, 1)),
            put.withHeader("Content-Type", "text/html").send(bytes),
            put.replaceInUrl(key, key.replace("source", "other")).send(bytes),
            put.withMethod("GET").send(new byte[0]),
            put.withMethod("DELETE").send(new byte[0]));
    assertThat(STACK.bucket().list()).doesNotContainKey(key);
    assertThat(put.send(bytes)).isEqualTo(200);
    STACK.acknowledged().add(key, bytes);
    var repeated = put.send(bytes);
    var otherBytes = put.send(Mp4Header.bytes(bytes.length, 99));
    var deletion = put.withMethod("DELETE").send(new byte[0]);

    assertThat(altered).containsOnly(403);
    assertThat(repeated).isEqualTo(412);
    // Stores check the checksum (400) or the existing object (412) first.
    assertThat(otherBytes).isIn(400, 412);
    assertThat(deletion).isEqualTo(403);
    assertThat(STACK.bucket().get(key)).isEqualTo(bytes);
    STACK.reportResult(
        "altered request: 403 each; second use: %d; other bytes: %d; object unchanged",
        repeated, otherBytes);
  }

  @Test
  @Tag("quick")
  @Fault("file names of 10 kB, with NUL, RTL override, `../`, emoji")
  void treatsFileNamesAsLabelsOnly() throws Exception {
    var names =
        List.of(
            "x".repeat(10_000) + ".mp4",
            "a\0b.mp4",
            "gpj.\u202E4pm.exe",
            "../../../etc/passwd",
            "..\\..\\video.mp4",
            "🎬 Überraschung 视频.mp4",
            "a\r\nSet-Cookie: x=y\r\n.mp4",
            "\"; filename=\"evil.exe");
    var client = TolerantClient.of("creator", STACK.replica());

    for (var name : names) {
      assertUsedAsLabelOnly(client, name);
    }

    STACK.reportResult(
        "%d names: labels of at most %d characters; keys and headers contain no byte of them",
        names.size(), MAX_LABEL_LENGTH);
  }

  private static void assertUsedAsLabelOnly(TolerantClient client, String name) throws Exception {
    var bytes = SmallUploads.uniqueBytes();
    var upload = client.open(bytes, name).expect(201).json();
    var key = upload.get("key").asText();
    assertThat(key).matches("videos/[a-z2-7]{26}/source");
    assertThat(client.put(upload.get("put"), bytes)).isEqualTo(200);
    STACK.acknowledged().add(key, bytes);
    var video = client.complete(upload.get("id").asText()).expect(200).json();

    var label = video.get("fileName").asText();
    assertThat(label.codePointCount(0, label.length())).isBetween(1, MAX_LABEL_LENGTH);
    assertThat(label).doesNotContain("\0", "\r", "\n", "\u202E");
    var signed =
        client
            .post(
                "/api/videos/" + upload.get("id").asText() + "/urls",
                Map.of("operation", "download"))
            .expect(201);
    var response = client.fetch(URI.create(signed.text("url")));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(bytes);
    var disposition = response.headers().firstValue("content-disposition").orElseThrow();
    assertThat(disposition).startsWith("attachment").matches("\\p{ASCII}*");
    assertThat(fileNameIn(disposition)).isEqualTo(label.replaceAll("[/\\\\]", "_"));
    assertThat(response.headers().firstValue("set-cookie")).isEmpty();
  }

  /** Decodes the file name as browsers do (RFC 6266, RFC 8187). */
  private static String fileNameIn(String disposition) {
    var encoded = disposition.substring(disposition.indexOf("filename*=UTF-8''") + 17);
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static SignedStoreRequest putRequest(JsonNode upload) {
    var headers = new HashMap<String, String>();
    upload
        .get("put")
        .get("headers")
        .fields()
        .forEachRemaining(header -> headers.put(header.getKey(), header.getValue().asText()));
    return SignedStoreRequest.of(upload.get("put").get("url").asText(), headers);
  }
}
