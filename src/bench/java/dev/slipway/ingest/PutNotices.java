package dev.slipway.ingest;

import dev.slipway.storage.ObjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/** A notification that MinIO once sent, told of one new key after the other. */
final class PutNotices {
  private static final String RESOURCE = "minio-put.json";
  private static final Pattern ID = Pattern.compile("[a-z2-7]{26}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String captured;

  PutNotices() {
    try (var content = PutNotices.class.getResourceAsStream(RESOURCE)) {
      captured = new String(content.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** About an object that is not there. */
  String next() {
    return about(ObjectId.random(RANDOM));
  }

  String about(ObjectId id) {
    return ID.matcher(captured).replaceAll(id.value());
  }
}
