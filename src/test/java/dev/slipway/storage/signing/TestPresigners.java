package dev.slipway.storage.signing;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.OtherStoreConfig;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreKind;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.client.FaultyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What signs for stores other than the configured one. */
public final class TestPresigners {
  private static final String CHECKSUM = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  private static final ObjectKey KEY = new ObjectKey(ObjectKey.TEST_OBJECT_PREFIX + "any");

  private TestPresigners() {}

  /** The configured store, as if it were Google's. */
  public static Presigner google(StoreConfig config) {
    return of(OtherStoreConfig.of(config, StoreKind.GOOGLE));
  }

  /** The names of all headers that a client is told to send, in lower case. */
  public static Set<String> clientHeaders(StoreKind kind, Map<String, String> metadata) {
    var config = OtherStoreConfig.of(FaultyStore.configAt("http://127.0.0.1:1"), kind);
    var terms = new PutConstraints("video/mp4", 1, CHECKSUM, metadata);
    var names = new TreeSet<String>();
    var put = of(config).presignPut(KEY, terms, Duration.ofMinutes(1)).headers();
    var part = of(config).forParts(KEY, "id", Duration.ofMinutes(1)).headers(CHECKSUM);
    put.keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    part.keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    return names;
  }

  private static Presigner of(StoreConfig config) {
    return new Presigner(config, new StoreOrigin(config), Clock.systemUTC());
  }
}
