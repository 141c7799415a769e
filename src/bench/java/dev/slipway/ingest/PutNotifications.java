package dev.slipway.ingest;

import dev.slipway.storage.RandomId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/** A notification that MinIO once sent, told of one new key after the other. */
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

  /** About an object that is not there. */
  String next() {
    return about(RandomId.random(RANDOM));
  }

  String about(RandomId id) {
    return ID.matcher(captured).replaceAll(id.value());
  }
}
