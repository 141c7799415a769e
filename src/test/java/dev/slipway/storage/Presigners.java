package dev.slipway.storage;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What signs for stores other than the configured one. */
public final class Presigners {
  private static final String CHECKSUM = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  private static final ObjectKey KEY = new ObjectKey(ObjectKey.PROBES + "any");

  private Presigners() {}

  /** The configured store, as if it were Google's. */
  public static Presigner google(StoreConfig config) {
    return of(OtherStoreConfig.of(config, StoreKind.GOOGLE));
  }

  /** The names of all headers that a client is told to send, in lower case. */
  public static Set<String> headersOf(StoreKind kind, Map<String, String> metadata) {
    var config = OtherStoreConfig.of(FaultyStore.configAt("http://127.0.0.1:1"), kind);
    var terms = new PutTerms("video/mp4", 1, CHECKSUM, metadata);
    var names = new TreeSet<String>();
    var put = of(config).put(KEY, terms, Duration.ofMinutes(1)).headers();
    var part = of(config).parts(KEY, "id", Duration.ofMinutes(1)).headers(CHECKSUM);
    put.keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    part.keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    return names;
  }

  private static Presigner of(StoreConfig config) {
    return new Presigner(config, new StoreOrigin(config), Clock.systemUTC());
  }
}
