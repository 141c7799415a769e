package dev.slipway.catalogue.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.doctor.CheckStatus;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreConfigs;
import dev.slipway.storage.StoredObject;
import dev.slipway.testing.Asvs;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectMetadataCodecTest {
  private static final ObjectKey KEY = key('a');
  private static final ObjectMetadata METADATA =
      new ObjectMetadata("creator", "Été 🎬.mp4", "My holiday");
  private static final StoreConfig STORE = StoreConfigs.at("http://store:9000");
  private static final String FIRST_KEY = "the first key of thirty-two chars";
  private static final String SECOND_KEY = "another key of thirty-two letters";

  private final ObjectMetadataCodec codec = codec(FIRST_KEY);

  @Test
  void readsWhatItSealed() {
    assertThat(codec.read(object(KEY, codec.seal(KEY, METADATA)))).contains(METADATA);
  }

  @Test
  @Asvs("11.3.4")
  void valuesRevealNothing() {
    var headers = codec.seal(KEY, METADATA);

    assertThat(headers).containsOnlyKeys("slipway-owner", "slipway-name", "slipway-title");
    assertThat(headers.values())
        .allSatisfy(value -> assertThat(value).matches("v1\\.[0-9a-f]{8}\\.[A-Za-z0-9_-]{123}"));
    assertThat(codec.seal(KEY, METADATA).values()).doesNotContainAnyElementsOf(headers.values());
  }

  @Test
  void lengthsSayLittle() {
    assertThat(List.of(1, 10, 64)).extracting(this::sealedLength).containsOnly(sealedLength(2));
    assertThat(List.of(65, 100, 128)).extracting(this::sealedLength).containsOnly(sealedLength(90));
    assertThat(List.of(257, 512, 9_999))
        .extracting(this::sealedLength)
        .containsOnly(sealedLength(300));
  }

  @Test
  void staysWithinTheStoreLimitAndCutsBetweenCharacters() {
    var longest = new ObjectMetadata("o".repeat(64), "🎬".repeat(200), "视".repeat(255));

    var headers = codec.seal(KEY, longest);

    var bytes =
        headers.entrySet().stream()
            .mapToInt(e -> ("x-goog-meta-" + e.getKey() + ": " + e.getValue() + "\r\n").length())
            .sum();
    assertThat(bytes).isLessThan(2048);
    var read = codec.read(object(KEY, headers)).orElseThrow();
    assertThat(read.owner()).isEqualTo("o".repeat(64));
    assertThat(read.fileName()).isEqualTo("🎬".repeat(127));
    assertThat(read.title()).isEqualTo("视".repeat(170));
  }

  /** Objects live for years: what this version wrote must stay readable. */
  @Test
  void keepsTheFormat() {
    var headers =
        Map.of(
            "slipway-owner",
            "v1.a1448beb.AAECAwQFBgcICQoLW1WWxEmFfCTfdxn3pvCOEAMCNSSU-jEe"
                + "Jjid7NlJT9bnI7oA3Pr_wDFuBS9p1JrDXiVuuQmQrFehtiYIt88HzQG2RBjAmEcSn53-XQyIsd0");

    assertThat(codec.read(object(KEY, headers)))
        .contains(new ObjectMetadata("creator", "untitled", "untitled"));
  }

  @Test
  void previousKeysStayReadable() {
    var headers = codec.seal(KEY, METADATA);

    assertThat(codec(SECOND_KEY, FIRST_KEY).read(object(KEY, headers))).contains(METADATA);
    assertThat(codec(SECOND_KEY).read(object(KEY, headers))).isEmpty();
    assertThat(codec(SECOND_KEY).findUnusableKeyId(object(KEY, headers)))
        .contains(MetadataKey.derivedFrom(FIRST_KEY).id());
    assertThat(codec(SECOND_KEY, FIRST_KEY).seal(KEY, METADATA).get("slipway-owner"))
        .contains("." + MetadataKey.derivedFrom(SECOND_KEY).id() + ".");
  }

  @Test
  void theStoresSecretIsTheKeyUntilOneIsConfigured() {
    var headers = codec(null).seal(KEY, METADATA);

    assertThat(codec(FIRST_KEY).read(object(KEY, headers))).contains(METADATA);
    var afterRotation = store(Map.of("slipway.store.secret-key", "the new secret"));
    assertThat(codec(afterRotation, null).read(object(KEY, headers))).isEmpty();
    assertThat(codec(afterRotation, null, STORE.secretKey()).read(object(KEY, headers)))
        .contains(METADATA);
  }

  @Test
  void boundToItsObjectAndName() {
    var headers = codec.seal(KEY, METADATA);

    assertThat(codec.read(object(key('b'), headers))).isEmpty();
    var swapped = new HashMap<>(headers);
    swapped.put("slipway-owner", headers.get("slipway-title"));
    assertThat(codec.read(object(KEY, swapped))).isEmpty();
  }

  @Test
  @Asvs("11.3.2")
  void changedValuesAreUnreadable() {
    var headers = codec.seal(KEY, METADATA);
    var owner = headers.get("slipway-owner");
    for (var position = owner.lastIndexOf('.') + 1; position < owner.length(); position++) {
      var changed = owner.charAt(position) == 'A' ? 'Q' : 'A';
      var forged = new StringBuilder(owner);
      forged.setCharAt(position, changed);
      assertThat(codec.read(object(KEY, Map.of("slipway-owner", forged.toString()))))
          .as("position %d", position)
          .isEmpty();
    }
    for (var forged :
        List.of(
            owner.substring(0, owner.length() - 1),
            owner + "A",
            owner.replaceFirst("v1", "v2"),
            owner.replaceFirst("[0-9a-f]{8}", "00000000"))) {
      var object = object(KEY, Map.of("slipway-owner", forged));
      assertThat(codec.read(object)).as(forged).isEmpty();
      assertThat(codec.findUnusableKeyId(object)).as(forged).isPresent();
    }
  }

  @Test
  void encryptedOwnerAcceptsNoPlainName() {
    var headers = new HashMap<>(codec.seal(KEY, METADATA));
    headers.put("slipway-name", "forged.mp4");
    headers.remove("slipway-title");

    assertThat(codec.read(object(KEY, headers)))
        .contains(new ObjectMetadata("creator", "untitled", "untitled"));
  }

  @Test
  void readsPlainValuesOfEarlierVersions() {
    assertThat(
            codec.read(
                object(
                    KEY,
                    Map.of(
                        "slipway-owner", "v1.creator",
                        "slipway-name", "%C3%89t%C3%A9%20%F0%9F%8E%AC.mp4",
                        "slipway-title", "100%"))))
        .contains(new ObjectMetadata("v1.creator", "Été 🎬.mp4", "100%"));
    assertThat(codec.read(object(KEY, Map.of()))).isEmpty();
    assertThat(codec.findUnusableKeyId(object(KEY, Map.of()))).isEmpty();
  }

  @Test
  void rejectsWeakKeys() {
    for (var weak : List.of("short", "a".repeat(31), "a,".repeat(16))) {
      assertThatThrownBy(() -> codec(weak))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("SLIPWAY_METADATA_KEY");
    }
  }

  @Test
  void doctorWarnsIfTheKeyComesFromTheStoresSecret() {
    assertThat(check(STORE, FIRST_KEY)).isEqualTo(CheckStatus.FINE);
    assertThat(check(STORE, null)).isEqualTo(CheckStatus.WEAK);
    assertThat(check(store(Map.of("slipway.store.embedded", "true")), null))
        .isEqualTo(CheckStatus.FINE);
  }

  private int sealedLength(int textLength) {
    var metadata = new ObjectMetadata("creator", "clip.mp4", "x".repeat(textLength));
    return codec.seal(KEY, metadata).get("slipway-title").length();
  }

  private static StoreConfig store(Map<String, String> changes) {
    var settings =
        new HashMap<>(Map.of("slipway.store.access-key", "a", "slipway.store.secret-key", "b"));
    settings.putAll(changes);
    return StoreConfigs.of("http://store:9000", settings);
  }

  private static CheckStatus check(StoreConfig store, String key) {
    return new MetadataKeyCheck(keyring(store, key), store).run(null).status();
  }

  private static ObjectMetadataCodec codec(String key, String... previous) {
    return codec(STORE, key, previous);
  }

  private static ObjectMetadataCodec codec(StoreConfig store, String key, String... previous) {
    return new ObjectMetadataCodec(keyring(store, key, previous), new SecureRandom());
  }

  private static MetadataKeyring keyring(StoreConfig store, String key, String... previous) {
    return new MetadataKeyring(new TestConfig(key, List.of(previous)), store);
  }

  private static StoredObject object(ObjectKey key, Map<String, String> metadata) {
    return new StoredObject(key, 1, "etag", "video/mp4", null, null, Instant.EPOCH, metadata);
  }

  private static ObjectKey key(char character) {
    return ObjectKey.ofSource(new RandomId(String.valueOf(character).repeat(25) + "a"));
  }

  private record TestConfig(String configuredKey, List<String> previous) implements MetadataConfig {
    @Override
    public Optional<String> key() {
      return Optional.ofNullable(configuredKey);
    }

    @Override
    public Optional<List<String>> previousKeys() {
      return Optional.of(previous);
    }
  }
}
