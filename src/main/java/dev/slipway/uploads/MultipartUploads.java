package dev.slipway.uploads;

import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.StoredPart;
import dev.slipway.uploads.multipart.SignedPartRepository;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
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
class MultipartUploads {
  private final MultipartStore store;
  private final SignedPartRepository signed;

  MultipartUploads(MultipartStore store, SignedPartRepository signed) {
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
  String start(Upload upload) {
    if (upload.multipartId != null) {
      return upload.multipartId;
    }
    var key = upload.key();
    var begun = store.create(key, UploadTerms.of(upload).toMultipartTerms(upload.owner));
    var kept = keep(upload.id, begun);
    if (!kept.equals(Optional.of(begun))) {
      store.abort(key, begun);
    }
    return kept.orElseThrow(
        () -> new ProblemException(ErrorCode.UPLOAD_CLOSED, "The upload was given up."));
  }

  /** The parts that the store holds, as it lists them; empty where it does not know the upload. */
  Optional<List<StoredPart>> list(Upload upload) {
    return upload.multipartId == null
        ? Optional.of(List.of())
        : store.listParts(upload.key(), upload.multipartId);
  }

  /** The same, with the checksums that the store does not list but must have checked. */
  Optional<List<StoredPart>> listWithChecksums(Upload upload) {
    var held = list(upload);
    if (held.isEmpty() || held.get().stream().noneMatch(part -> part.checksumSha256() == null)) {
      return held;
    }
    var promises = QuarkusTransaction.requiringNew().call(() -> signed.findChecksums(upload.id));
    return held.map(parts -> parts.stream().map(part -> completed(part, promises)).toList());
  }

  /** Throws the parts away. Parts that are still on their way may come after it. */
  void abort(Upload upload) {
    if (upload.multipartId != null) {
      store.abort(upload.key(), upload.multipartId);
    }
  }

  /** No transfer to an upload that is over can still be under way: its parts need not be known. */
  void forget(Upload upload) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              signed.delete(upload.id);
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

  private static StoredPart completed(
      StoredPart part, Map<Integer, SignedPartRepository.SignedChecksum> promises) {
    var promise = promises.get(part.number());
    if (part.checksumSha256() != null || promise == null || !promise.unambiguous()) {
      return part;
    }
    return part.withChecksum(promise.checksumSha256());
  }
}
