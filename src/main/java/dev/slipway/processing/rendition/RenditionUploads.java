package dev.slipway.processing.rendition;

import dev.slipway.storage.DerivedMultipartStore;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.MultipartOptions;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.signing.Presigner;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;

/** Begins the uploads of renditions to the derived bucket. */
@ApplicationScoped
class RenditionUploads {
  private static final String MEDIA_TYPE = "video/mp4";

  /** With its repetitions, a minute. */
  private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

  private final DerivedMultipartStore store;
  private final DerivedStore objects;
  private final UncataloguedFileRows rows;
  private final Presigner presigner;
  private final SecureRandom random;

  RenditionUploads(
      DerivedMultipartStore store,
      DerivedStore objects,
      UncataloguedFileRows rows,
      Presigner presigner,
      SecureRandom random) {
    this.store = store;
    this.objects = objects;
    this.rows = rows;
    this.presigner = presigner;
    this.random = random;
  }

  /** Records the upload before it has a part, so that it can be removed whatever happens. */
  RenditionUpload begin(String videoId) {
    var key =
        ObjectKey.ofDerived(new RandomId(videoId), "rendition", RandomId.random(random), ".mp4");
    var checksums = presigner.verifiesChecksums();
    var uploadId = store.create(key, new MultipartOptions(MEDIA_TYPE, checksums, Map.of()));
    try {
      rows.insert(key, videoId, uploadId);
    } catch (RuntimeException e) {
      store.abort(key, uploadId);
      throw e;
    }
    return new RenditionUpload(store, objects, key, uploadId, checksums, RETRY_DELAY);
  }
}
