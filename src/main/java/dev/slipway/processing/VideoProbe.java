package dev.slipway.processing;

import dev.slipway.catalogue.Rejection;
import dev.slipway.media.probe.MediaProbe;
import dev.slipway.media.probe.ProbeRejection;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Reads the object of a video and decides whether it can be played. */
@ApplicationScoped
class VideoProbe {
  private final ObjectStore store;
  private final MediaProbe probe;

  VideoProbe(ObjectStore store, MediaProbe probe) {
    this.store = store;
    this.probe = probe;
  }

  /**
   * Must not be called in a transaction.
   *
   * @throws dev.slipway.media.probe.MediaProgramException if the program failed; try again
   * @throws dev.slipway.storage.StoreUnavailableException if the store doesn't answer
   * @throws ObjectSource.ObjectChangedException if the object was removed or replaced
   */
  Verdict probe(StoredObject object) {
    var result = probe.probe(new ObjectSource(store, object));
    return new Verdict(
        object.etag(),
        result.rejection() == null ? null : rejectionOf(result.rejection()),
        result.detail(),
        Optional.ofNullable(result.info()));
  }

  static Rejection rejectionOf(ProbeRejection reason) {
    return switch (reason) {
      case NOT_A_VIDEO -> Rejection.NOT_A_VIDEO;
      case NO_VIDEO_STREAM -> Rejection.NO_VIDEO_STREAM;
      case EMPTY -> Rejection.EMPTY;
      case TRUNCATED -> Rejection.TRUNCATED;
      case NO_INDEX -> Rejection.NO_INDEX;
      case TOO_LONG -> Rejection.TOO_LONG;
      case PICTURE_TOO_LARGE -> Rejection.PICTURE_TOO_LARGE;
      case CODEC_NOT_ALLOWED -> Rejection.CODEC_NOT_ALLOWED;
      case REFERENCE -> Rejection.REFERENCE;
      case UNREADABLE -> Rejection.UNREADABLE;
    };
  }
}
