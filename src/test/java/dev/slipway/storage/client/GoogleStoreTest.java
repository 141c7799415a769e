package dev.slipway.storage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.storage.ListedObject;
import dev.slipway.storage.MultipartOptions;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.OtherStoreConfig;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.Sha256;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.storage.StoredPart;
import dev.slipway.storage.signing.PutConstraints;
import dev.slipway.storage.signing.TestPresigners;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SignedStoreRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads and the application's own calls, with the protocol of Google Cloud Storage. */
class GoogleStoreTest {
  private static final byte[] BYTES = Mp4Header.bytes(500, 1);
  private static final String CHECKSUM = Sha256.base64(BYTES);
  private static final Map<String, String> METADATA = Map.of("slipway-owner", "creator");
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final ObjectKey key = ObjectKey.ofSource(RandomId.random(new SecureRandom()));
  private GoogleStore google;
  private StoreConnection connection;
  private ObjectStore store;
  private MultipartStore multiparts;

  @BeforeEach
  void open() throws IOException {
    google = new GoogleStore();
    connection = StoreConnections.to(google.config());
    store = new S3ObjectStore(google.config(), connection, Clock.systemUTC());
    multiparts = new S3MultipartStore(google.config(), connection, store, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    connection.close();
    google.close();
    assertThat(google.unsupportedFeatures()).isEmpty();
  }

  @Test
  void acceptsExactlyOneFileOnce() {
    var put = put(BYTES.length);

    assertThat(put.headers())
        .containsOnlyKeys(
            "Content-Type", "x-goog-if-generation-match", "x-goog-meta-slipway-owner");
    assertThat(put.withHeader("x-goog-meta-slipway-owner", "admin").send(BYTES)).isEqualTo(403);
    assertThat(put.withHeader("Content-Type", "video/webm").send(BYTES)).isEqualTo(403);
    assertThat(put.withoutHeader("x-goog-if-generation-match").send(BYTES)).isEqualTo(403);
    assertThat(put.withHeader("x-goog-copy-source", "/slipway-videos/other").send(BYTES))
        .isEqualTo(403);
    assertThat(put.send(new byte[BYTES.length + 1])).isEqualTo(403);
    assertThat(google.size()).isZero();

    assertThat(put.send(BYTES)).isEqualTo(200);
    assertThat(put.send(BYTES)).isEqualTo(412);
  }

  @Test
  void refusesAmazonHeaders() {
    assertThat(put(BYTES.length).withHeader("x-amz-meta-other", "1").send(BYTES)).isEqualTo(400);
  }

  @Test
  void answers400ForAnExpiredUrl() {
    var pastClock = Clock.fixed(Instant.now().minus(LIFETIME).minusSeconds(2), ZoneOffset.UTC);

    assertThat(put(pastClock, BYTES.length).send(BYTES)).isEqualTo(400);
  }

  @Test
  void describesAndRemovesAnObject() {
    put(BYTES.length).send(BYTES);

    var object = store.head(key).orElseThrow();

    assertThat(object.size()).isEqualTo(BYTES.length);
    assertThat(object.contentType()).isEqualTo("video/mp4");
    assertThat(object.metadata()).isEqualTo(METADATA);
    assertThat(object.checksumSha256()).isNull();
    assertThat(object.checksumType()).isNull();
    assertThat(store.firstBytes(object, 16)).contains(Arrays.copyOf(BYTES, 16));
    var page = new S3BucketListing(google.config(), connection).firstPage(null);
    assertThat(page.objects()).extracting(ListedObject::key).containsExactly(key);
    store.remove(key);
    store.remove(key);
    assertThat(store.head(key)).isEmpty();
  }

  @Test
  void detectsAMissingBucketByListing() {
    assertThat(store.head(key)).isEmpty();

    var otherConfig = OtherStoreConfig.in(google.config(), "no-such-bucket");
    var otherConnection = StoreConnections.to(otherConfig);
    assertThatThrownBy(
            () -> new S3ObjectStore(otherConfig, otherConnection, Clock.systemUTC()).head(key))
        .isInstanceOf(StoreUnavailableException.class);
    otherConnection.close();
  }

  @Test
  void completesAMultipartUpload() {
    var id = multiparts.create(key, new MultipartOptions("video/mp4", true, METADATA));
    var urls = TestPresigners.of(google.config(), Clock.systemUTC()).forParts(key, id, LIFETIME);
    assertThat(urls.headers(CHECKSUM)).isEmpty();
    var part =
        SignedStoreRequest.of(urls.presign(1, BYTES.length, CHECKSUM), urls.headers(CHECKSUM));
    assertThat(part.send(new byte[1])).isEqualTo(403);
    assertThat(part.replaceInUrl("partNumber=1", "partNumber=2").send(BYTES)).isEqualTo(403);
    assertThat(part.send(BYTES)).isEqualTo(200);

    var parts = multiparts.listParts(key, id).orElseThrow();
    assertThat(parts).extracting(StoredPart::size).containsExactly((long) BYTES.length);
    assertThat(multiparts.complete(key, id, List.of(parts.get(0).withChecksum(CHECKSUM)))).isTrue();

    assertThat(store.head(key).orElseThrow().metadata()).isEqualTo(METADATA);
    assertThat(multiparts.listParts(key, id)).isEmpty();
    assertThat(multiparts.complete(key, id, parts)).isFalse();
  }

  @Test
  void completionKeepsAnExistingObject() {
    var id = multiparts.create(key, new MultipartOptions("video/mp4", false, Map.of()));
    put(BYTES.length).send(BYTES);

    assertThat(multiparts.complete(key, id, List.of(new StoredPart(1, 1, "e", null)))).isFalse();

    assertThat(store.head(key).orElseThrow().size()).isEqualTo(BYTES.length);
    multiparts.abort(key, id);
    assertThat(multiparts.listParts(key, id)).isEmpty();
  }

  private SignedStoreRequest put(long size) {
    return put(Clock.systemUTC(), size);
  }

  private SignedStoreRequest put(Clock clock, long size) {
    var constraints = new PutConstraints("video/mp4", size, CHECKSUM, METADATA);
    var url = TestPresigners.of(google.config(), clock).presignPut(key, constraints, LIFETIME);
    return new SignedStoreRequest("PUT", url.url(), url.headers());
  }
}
