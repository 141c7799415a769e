package dev.slipway.uploads;

import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.StoredPart;
import dev.slipway.web.ErrorCode;
import dev.slipway.web.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The store's side of uploads in parts. The store's id of each is kept as long as the store may
 * hold parts: nothing else finds them again, since not every store lists what is open.
 */
@ApplicationScoped
class Multiparts {
  private final MultipartStore store;
  private final SignedParts signed;

  Multiparts(MultipartStore store, SignedParts signed) {
    this.store = store;
    this.signed = signed;
  }

  /**
   * Begins the upload in the store, unless it has begun. Two at once begin it twice, and one of
   * them takes its own back.
   *
   * @return the store's id
   * @throws ProblemException {@code upload-closed} where it was given up meanwhile
   */
  String begin(Upload upload) {
    if (upload.multipartId != null) {
      return upload.multipartId;
    }
    var key = upload.key();
    var begun = store.create(key, UploadTerms.of(upload).multipart(upload.owner));
    var kept = keep(upload.id, begun);
    if (!kept.equals(Optional.of(begun))) {
      store.abort(key, begun);
    }
    return kept.orElseThrow(
        () -> new ProblemException(ErrorCode.UPLOAD_CLOSED, "The upload was given up."));
  }

  /** The parts that the store holds, as it lists them; empty where it does not know the upload. */
  Optional<List<StoredPart>> listed(Upload upload) {
    return upload.multipartId == null
        ? Optional.of(List.of())
        : store.parts(upload.key(), upload.multipartId);
  }

  /** The same, with the checksums that the store does not list but must have checked. */
  Optional<List<StoredPart>> held(Upload upload) {
    var held = listed(upload);
    if (held.isEmpty() || held.get().stream().noneMatch(part -> part.checksumSha256() == null)) {
      return held;
    }
    var promises = QuarkusTransaction.requiringNew().call(() -> signed.promises(upload.id));
    return held.map(parts -> parts.stream().map(part -> completed(part, promises)).toList());
  }

  /** Throws the parts away. Parts that are still on their way may come after it. */
  void discard(Upload upload) {
    if (upload.multipartId != null) {
      store.abort(upload.key(), upload.multipartId);
    }
  }

  /** No transfer to an upload that is over can still be under way: its parts need not be known. */
  void forget(Upload upload) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              signed.forget(upload.id);
              Upload.update("multipartId = null where id = ?1", upload.id);
            });
  }

  /** The id that is kept: this one, or that of another call that was faster. Empty when closed. */
  private static Optional<String> keep(String id, String begun) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              Upload upload = Upload.findById(id, LockModeType.PESSIMISTIC_WRITE);
              if (!upload.isOpen()) {
                return Optional.empty();
              }
              if (upload.multipartId == null) {
                upload.multipartId = begun;
              }
              return Optional.of(upload.multipartId);
            });
  }

  private static StoredPart completed(StoredPart part, Map<Integer, SignedParts.Promise> promises) {
    var promise = promises.get(part.number());
    if (part.checksumSha256() != null || promise == null || !promise.sole()) {
      return part;
    }
    return part.withChecksum(promise.checksumSha256());
  }
}
