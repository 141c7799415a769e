package dev.slipway.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;

/** Objects to try the store with. */
@ApplicationScoped
public class Probes {
  private final StoreConfig config;
  private final Prober prober;
  private final SecureRandom random;

  Probes(StoreConfig config, Prober prober, SecureRandom random) {
    this.config = config;
    this.prober = prober;
    this.random = random;
  }

  /** One in the videos bucket, which is not put yet. */
  public ProbeObject next() {
    return in(config.bucket());
  }

  ProbeObject in(String bucket) {
    return new ProbeObject(prober, bucket, ObjectKey.ofProbe(ObjectId.random(random)));
  }
}
