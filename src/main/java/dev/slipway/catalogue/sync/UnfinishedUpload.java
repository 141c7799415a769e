package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.access.Visibility;
import java.time.Instant;

/**
 * An upload without a stored object, as the page of its future video shows it.
 *
 * @param owner the account's name
 * @param size the declared size in bytes
 * @param urlsExpireAt when the last of the signed URLs expires
 * @param keptUntil when the upload expires if no more URLs are signed
 */
public record UnfinishedUpload(
    State state,
    String owner,
    String title,
    String fileName,
    Visibility visibility,
    long size,
    Instant openedAt,
    Instant urlsExpireAt,
    Instant keptUntil) {

  /** Whether the object may still arrive in the normal course of an upload. */
  public boolean isOpen() {
    return state == State.UPLOADING || state == State.INTERRUPTED;
  }

  /** How far an upload without a stored object has come. */
  public enum State {
    /** A signed URL is valid. */
    UPLOADING,
    /** No signed URL is valid. A transfer that began earlier may still be under way. */
    INTERRUPTED,
    /** Nobody finished the upload in time. */
    EXPIRED,
    ABORTED
  }
}
