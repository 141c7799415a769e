package dev.slipway.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SignedStoreRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The store accepts only the file that a URL was signed for. It rejects everything else, and the
 * object stays absent or unchanged. Some stores respond with 400 where others respond with 403.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SignedUrlTest {
  private static final byte[] BYTES = Mp4Header.bytes(2_000, 1);

  @Inject ObjectStore store;

  private JsonPath upload;
  private SignedStoreRequest put;

  @BeforeEach
  void open() {
    upload = ApiClient.as("creator").open("clip.mp4", "video/mp4", BYTES);
    put = SignedStoreRequest.of(upload);
  }

  @Test
  void acceptsTheSignedFile() {
    assertThat(put.send(BYTES)).isEqualTo(200);

    var object = store.head(key()).orElseThrow();
    assertThat(object.size()).isEqualTo(BYTES.length);
    assertThat(object.contentType()).isEqualTo("video/mp4");
    assertThat(object.checksumSha256()).isEqualTo(ApiClient.sha256(BYTES));
  }

  @Test
  void rejectsAnotherContentType() {
    assertRejected(put.withHeader("Content-Type", "text/html").send(BYTES));
    assertRejected(put.withoutHeader("Content-Type").send(BYTES));
  }

  @Test
  @Asvs("5.2.1")
  void rejectsAnotherLength() {
    assertRejected(put.send(Mp4Header.bytes(BYTES.length + 1, 1)));
    assertRejected(put.send(Mp4Header.bytes(BYTES.length - 1, 1)));
  }

  @Test
  void rejectsOtherBytes() {
    var others = Mp4Header.bytes(BYTES.length, 2);

    assertRejected(put.send(others));
    assertRejected(put.withHeader("x-amz-checksum-sha256", ApiClient.sha256(others)).send(others));
    assertRejected(put.withoutHeader("x-amz-checksum-sha256").send(others));
  }

  @Test
  void rejectsAnotherKey() {
    var id = upload.getString("id");

    assertRejected(put.replaceInUrl(id, id.substring(1) + "a").send(BYTES));
  }

  @Test
  void rejectsAnotherMethod() {
    assertThat(put.send(BYTES)).isEqualTo(200);

    // The object exists now, so only the signature can be the reason.
    for (var method : List.of("GET", "HEAD", "DELETE", "POST")) {
      assertThat(put.withMethod(method).send(new byte[0])).as(method).isBetween(400, 499);
    }
    assertThat(store.head(key())).isPresent();
  }

  @Test
  void rejectsOtherMetadata() {
    assertRejected(put.withHeader("x-amz-meta-slipway-owner", "admin").send(BYTES));
  }

  @Test
  void rejectsACopyOfAnotherObject() {
    var other = ApiClient.as("creator2").open("private.mp4", "video/mp4", BYTES);
    assertThat(SignedStoreRequest.of(other).send(BYTES)).isEqualTo(200);

    assertRejected(
        put.withHeader("x-amz-copy-source", "/slipway-videos/" + other.getString("key"))
            .send(BYTES));
  }

  @Test
  void rejectsASecondPut() {
    assertThat(put.send(BYTES)).isEqualTo(200);
    var first = store.head(key()).orElseThrow();

    assertThat(put.send(BYTES)).isEqualTo(412);
    assertThat(put.withoutHeader("If-None-Match").send(BYTES)).isGreaterThanOrEqualTo(400);
    assertThat(store.head(key())).contains(first);
  }

  @Test
  void rejectsAForgedSignatureOrExpiry() {
    assertRejected(put.replaceInUrl("X-Amz-Expires=900", "X-Amz-Expires=90000").send(BYTES));
    assertRejected(put.replaceInUrl("X-Amz-Signature=", "X-Amz-Signature=0").send(BYTES));
  }

  private void assertRejected(int status) {
    assertThat(status).isGreaterThanOrEqualTo(400).isLessThan(500);
    assertThat(store.head(key())).isEmpty();
  }

  private ObjectKey key() {
    return new ObjectKey(upload.getString("key"));
  }
}
