package dev.slipway.processing.rendition;

import dev.slipway.media.rendition.RenditionSink;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectContent;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.Sha256;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.storage.StoredPart;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/** Stores a rendition by parts while it is made. Used by one thread at a time. */
final class RenditionUpload implements RenditionSink {
  /** Ten thousand parts have 80 GB, and the parts of five renditions fit into a small heap. */
  static final int PART_SIZE = 8 << 20;

  /** A store that restarts must not waste the work of an hour. */
  private static final int TRIES = 6;

  private final MultipartStore store;
  private final DerivedStore objects;
  private final ObjectKey key;
  private final String uploadId;
  private final boolean checksums;
  private final Duration retryDelay;
  private final List<StoredPart> parts = new ArrayList<>();
  private byte[] buffer = new byte[PART_SIZE];
  private int filled;

  /**
   * @param objects of the same bucket
   * @param checksums whether the upload was created with checksums of parts
   * @param retryDelay before the first repetition; it doubles with each further one
   */
  RenditionUpload(
      MultipartStore store,
      DerivedStore objects,
      ObjectKey key,
      String uploadId,
      boolean checksums,
      Duration retryDelay) {
    this.store = store;
    this.objects = objects;
    this.key = key;
    this.uploadId = uploadId;
    this.checksums = checksums;
    this.retryDelay = retryDelay;
  }

  ObjectKey key() {
    return key;
  }

  /**
   * @throws StoreUnavailableException if the store doesn't answer for some time
   * @throws PartsLostException if the store no longer knows the upload
   */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (var at = 0; at < length; ) {
      var count = Math.min(length - at, PART_SIZE - filled);
      System.arraycopy(bytes, offset + at, buffer, filled, count);
      filled += count;
      at += count;
      if (filled == PART_SIZE) {
        storePart();
      }
    }
  }

  /**
   * Stores the rest, and makes an object of the parts.
   *
   * @throws StoreUnavailableException if the store doesn't answer
   * @throws PartsLostException if the store no longer knows the upload
   */
  void complete() {
    if (filled > 0) {
      storePart();
    }
    buffer = null;
    repeatedly(
        () -> {
          // An answer that was lost may have been a success. No other attempt has this key.
          if (!store.complete(key, uploadId, parts) && !isStored()) {
            throw new PartsLostException();
          }
          return null;
        });
  }

  private boolean isStored() {
    return objects.list(key.value(), null).contains(key);
  }

  private void storePart() {
    var content = new Part(buffer, filled);
    var number = parts.size() + 1;
    var etag = store(content, number);
    parts.add(new StoredPart(number, filled, etag, checksums ? content.checksumSha256() : null));
    filled = 0;
  }

  private String store(Part content, int number) {
    return repeatedly(
        () ->
            store
                .putPart(key, uploadId, number, checksums, content)
                .orElseThrow(PartsLostException::new));
  }

  private <T> T repeatedly(Supplier<T> call) {
    var delay = retryDelay;
    for (var attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (StoreUnavailableException e) {
        if (attempt == TRIES) {
          throw e;
        }
        pause(delay);
        delay = delay.multipliedBy(2);
      }
    }
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException();
    }
  }

  /** The store has discarded the parts of a rendition, for example because they were too old. */
  static final class PartsLostException extends RuntimeException {
    PartsLostException() {
      super("The store no longer has the parts of a rendition");
    }
  }

  private record Part(byte[] bytes, int length, String checksumSha256) implements ObjectContent {
    Part(byte[] bytes, int length) {
      this(bytes, length, checksum(bytes, length));
    }

    private static String checksum(byte[] bytes, int length) {
      var digest = Sha256.newDigest();
      digest.update(bytes, 0, length);
      return Base64.getEncoder().encodeToString(digest.digest());
    }

    @Override
    public long size() {
      return length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes, 0, length);
    }
  }
}
