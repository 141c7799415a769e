package dev.slipway.storage.signing;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.OtherStoreConfig;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreConfigs;
import dev.slipway.storage.StoreKind;
import dev.slipway.storage.StoreOrigin;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Presigners for other stores than the configured one. */
public final class TestPresigners {
  private static final String CHECKSUM = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  private static final ObjectKey KEY = new ObjectKey(ObjectKey.TEST_OBJECT_PREFIX + "any");
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  private TestPresigners() {}

  public static Presigner of(StoreConfig config, Clock clock) {
    return new Presigner(config, new StoreOrigin(config), clock);
  }

  /** For the configured store, as if it were Google's. */
  public static Presigner google(StoreConfig config) {
    return of(OtherStoreConfig.of(config, StoreKind.GOOGLE), Clock.systemUTC());
  }

  /** The names of all headers that clients must send to such a store, in lower case. */
  public static Set<String> clientHeaders(StoreKind kind, Map<String, String> metadata) {
    var config = OtherStoreConfig.of(StoreConfigs.at("http://127.0.0.1:1"), kind);
    var presigner = of(config, Clock.systemUTC());
    var constraints = new PutConstraints("video/mp4", 1, CHECKSUM, metadata);
    var names = new TreeSet<String>();
    var put = presigner.presignPut(KEY, constraints, LIFETIME).headers();
    var part = presigner.forParts(KEY, "id", LIFETIME).headers(CHECKSUM);
    put.keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    part.keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    return names;
  }
}
