package dev.slipway.storage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.MultipartOptions;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.storage.StoredPart;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.SignedStoreRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class S3MultipartStoreTest {
  private static final int PART_SIZE = 5 << 20;
  private static final MultipartOptions OPTIONS =
      new MultipartOptions("video/mp4", true, Map.of("slipway-owner", "creator"));

  @Inject StoreConfig config;
  @Inject MultipartStore multiparts;
  @Inject ObjectStore store;
  @Inject Presigner presigner;

  private final ObjectKey key = ObjectKey.ofSource(RandomId.random(new SecureRandom()));
  private final byte[] first = filledWith(PART_SIZE, 1);
  private final byte[] second = filledWith(1_000, 2);

  @Test
  void completesAnUploadFromItsParts() {
    var id = multiparts.create(key, OPTIONS);
    put(id, 2, second);
    put(id, 1, first);

    var parts = multiparts.listParts(key, id).orElseThrow();
    assertThat(parts).extracting(StoredPart::number).containsExactly(1, 2);
    assertThat(parts).extracting(StoredPart::size).containsExactly((long) PART_SIZE, 1_000L);
    assertThat(multiparts.complete(key, id, withChecksums(parts))).isTrue();

    var object = store.head(key).orElseThrow();
    assertThat(object.size()).isEqualTo(PART_SIZE + 1_000L);
    assertThat(object.contentType()).isEqualTo("video/mp4");
    assertThat(multiparts.listParts(key, id)).isEmpty();
  }

  @Test
  void completionKeepsAnExistingObject() {
    var winner = multiparts.create(key, OPTIONS);
    var loser = multiparts.create(key, OPTIONS);
    put(winner, 1, second);
    put(loser, 1, first);
    multiparts.complete(
        key, winner, withChecksums(multiparts.listParts(key, winner).orElseThrow()));

    var parts = withChecksums(multiparts.listParts(key, loser).orElseThrow());

    assertThat(multiparts.complete(key, loser, parts)).isFalse();
    assertThat(store.head(key).orElseThrow().size()).isEqualTo(1_000);
    multiparts.abort(key, loser);
  }

  @Test
  void abortDiscardsPartsAndRefusesLateOnes() {
    var id = multiparts.create(key, OPTIONS);
    put(id, 1, second);
    var lateUrl = sign(id, 2, second);

    multiparts.abort(key, id);
    multiparts.abort(key, id);

    assertThat(multiparts.listParts(key, id)).isEmpty();
    assertThat(lateUrl.send(second)).isEqualTo(404);
    assertThat(multiparts.complete(key, id, List.of(new StoredPart(1, 1, "e", null)))).isFalse();
  }

  @Test
  void bindsEachUrlToOnePartAndItsContent() {
    var id = multiparts.create(key, OPTIONS);
    var other = multiparts.create(key, OPTIONS);
    var url = sign(id, 1, second);

    assertRefused(url.send(filledWith(1_000, 3)));
    assertRefused(url.withHeader("x-amz-checksum-sha256", ApiClient.sha256(first)).send(second));
    assertRefused(url.withoutHeader("x-amz-checksum-sha256").send(second));
    assertRefused(url.send(Arrays.copyOf(second, 999)));
    assertRefused(url.replaceInUrl("partNumber=1", "partNumber=2").send(second));
    assertRefused(url.replaceInUrl(id, other).send(second));
    assertRefused(url.withMethod("DELETE").send(new byte[0]));

    assertThat(multiparts.listParts(key, id).orElseThrow()).isEmpty();
    assertThat(url.send(second)).isEqualTo(200);
    assertThat(url.send(second)).isEqualTo(200);
    multiparts.abort(key, id);
    multiparts.abort(key, other);
  }

  @Test
  void distinguishesAnUnknownUploadFromAnUnreachableStore() {
    assertThat(multiparts.listParts(key, "no-such-upload")).isEmpty();

    var unreachable = UnreachableStore.multipartStore(config);
    assertThatThrownBy(() -> unreachable.listParts(key, "any"))
        .isInstanceOf(StoreUnavailableException.class);
  }

  private void put(String id, int number, byte[] bytes) {
    assertThat(sign(id, number, bytes).send(bytes)).isEqualTo(200);
  }

  private SignedStoreRequest sign(String id, int number, byte[] bytes) {
    var checksum = ApiClient.sha256(bytes);
    var parts = presigner.forParts(key, id, Duration.ofMinutes(1));
    return SignedStoreRequest.of(
        parts.presign(number, bytes.length, checksum), parts.headers(checksum));
  }

  /** Adds the checksums, because the embedded store does not list them. */
  private List<StoredPart> withChecksums(List<StoredPart> parts) {
    return parts.stream()
        .map(part -> part.withChecksum(ApiClient.sha256(part.size() == PART_SIZE ? first : second)))
        .toList();
  }

  private static void assertRefused(int status) {
    assertThat(status).isGreaterThanOrEqualTo(400).isLessThan(500);
  }

  private static byte[] filledWith(int length, int value) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
