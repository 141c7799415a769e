package dev.slipway.ingest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways in which notifications come. */
public enum Transport {
  /** The store posts them. */
  WEBHOOK,
  /** We listen to a stream of the store, by MinIO's own API. */
  LISTEN,
  /** The store writes them to a topic of Kafka. */
  KAFKA;

  /** How it is written in settings and kept with a notification. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Transport> of(String word) {
    return Arrays.stream(values())
        .filter(transport -> transport.value().equals(word.strip()))
        .findFirst();
  }
}
