package dev.slipway.ingest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way in which notifications reach the application. */
public enum Transport {
  /** The store posts them to the application. */
  WEBHOOK,
  /** The application reads a stream of the store, MinIO's listen API. */
  LISTEN,
  /** The store writes them to a Kafka topic, which the application reads. */
  KAFKA;

  /** The lower-case name, as in settings, in the inbox and in health checks. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Transport> of(String value) {
    return Arrays.stream(values())
        .filter(transport -> transport.value().equals(value.strip()))
        .findFirst();
  }
}
