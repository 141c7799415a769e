package dev.slipway.ingest;

import dev.slipway.storage.RandomId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/** Creates notifications from a captured one of MinIO, each about another object key. */
final class PutNotifications {
  private static final String RESOURCE = "/dev/slipway/ingest/format/minio-put.json";
  private static final Pattern ID = Pattern.compile("[a-z2-7]{26}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String captured;

  PutNotifications() {
    try (var content = PutNotifications.class.getResourceAsStream(RESOURCE)) {
      captured = new String(content.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A notification about an object that does not exist. */
  String next() {
    return about(RandomId.random(RANDOM));
  }

  String about(RandomId id) {
    return ID.matcher(captured).replaceAll(id.value());
  }
}
