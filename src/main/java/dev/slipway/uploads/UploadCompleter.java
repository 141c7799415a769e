package dev.slipway.uploads;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.StoreRefusalException;
import dev.slipway.storage.StoredPart;
import dev.slipway.uploads.multipart.PartNumbers;
import dev.slipway.uploads.multipart.PartPlan;
import dev.slipway.uploads.multipart.SignedPartRepository;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Completes the caller's uploads. The store alone is believed: for parts its own list is held
 * against the intent, and whatever it answers to the completion, a look at the object says how it
 * ended. So a completion whose answer was lost can be asked for again and again.
 */
@ApplicationScoped
class UploadCompleter {
  private static final Logger LOG = Logger.getLogger(UploadCompleter.class);
  private static final Optional<ProblemException> NOTHING = Optional.empty();

  private final UploadAccess own;
  private final MultipartUploads multiparts;
  private final SignedPartRepository signed;
  private final MultipartStore store;
  private final CatalogueSync arrivals;
  private final UploadMetrics metrics;

  UploadCompleter(
      UploadAccess own,
      MultipartUploads multiparts,
      SignedPartRepository signed,
      MultipartStore store,
      CatalogueSync arrivals,
      UploadMetrics metrics) {
    this.metrics = metrics;
    this.own = own;
    this.multiparts = multiparts;
    this.signed = signed;
    this.store = store;
    this.arrivals = arrivals;
  }

  /**
   * The client says that the bytes are stored.
   *
   * @throws ProblemException {@code upload-incomplete} where the store lacks bytes; {@code
   *     upload-closed} where the upload was given up; {@code upload-vanished} where the store knows
   *     neither its parts nor an object
   */
  VideoView complete(String id) {
    return metrics.completion(() -> stored(id));
  }

  private VideoView stored(String id) {
    var upload = find(id);
    if (upload.status == UploadStatus.ABORTED) {
      upload.requireOpen();
    }
    var obstacle = upload.isOpen() && upload.isMultipart() ? assemble(upload) : NOTHING;
    // An object that is there is there, whatever the list of parts looked like.
    return arrivals
        .sync(upload.key(), SyncTrigger.COMPLETION)
        .orElseThrow(() -> obstacle.orElseGet(() -> absent(find(id))));
  }

  /**
   * Puts the parts together.
   *
   * @return what stands in the way, where the store still knows them
   */
  Optional<ProblemException> assemble(Upload upload) {
    var held = multiparts.list(upload);
    if (held.isEmpty()) {
      return NOTHING;
    }
    var promises = QuarkusTransaction.requiringNew().call(() -> signed.findChecksums(upload.id));
    var obstacle = lack(upload.plan(), held.get()).or(() -> broken(held.get(), promises));
    if (obstacle.isEmpty()) {
      obstacle = complete(upload, held.get(), promises);
    }
    return obstacle.map(UploadCompleter::incomplete);
  }

  /** The parts are gone, and no object came of them. */
  static ProblemException vanished() {
    return new ProblemException(
        ErrorCode.UPLOAD_VANISHED,
        "The store threw the parts away, as stores do after some days. Open a new upload.");
  }

  private Upload find(String id) {
    return QuarkusTransaction.requiringNew().call(() -> own.require(id));
  }

  private static Optional<String> lack(PartPlan plan, List<StoredPart> held) {
    var missing =
        IntStream.rangeClosed(1, plan.count())
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new));
    held.stream()
        .filter(part -> plan.contains(part.number()) && part.size() == plan.sizeOf(part.number()))
        .forEach(part -> missing.remove(part.number()));
    if (!missing.isEmpty()) {
      return Optional.of(
          "The store lacks part %s of %,d."
              .formatted(PartNumbers.summarize(missing), plan.count()));
    }
    var sum = held.stream().mapToLong(StoredPart::size).sum();
    if (held.size() != plan.count() || sum != plan.size()) {
      return Optional.of(
          "The store holds %,d parts with %,d bytes instead of %,d with %,d."
              .formatted(held.size(), sum, plan.count(), plan.size()));
    }
    return Optional.empty();
  }

  /**
   * Where the store lists no checksum it gets the one that was promised last. Not every store
   * checks it: where two were signed for a part and both were used, only those that do can tell.
   */
  private Optional<String> complete(
      Upload upload,
      List<StoredPart> held,
      Map<Integer, SignedPartRepository.SignedChecksum> promises) {
    var parts = held.stream().map(part -> promised(part, promises.get(part.number()))).toList();
    try {
      store.complete(upload.key(), upload.multipartId, parts);
      return Optional.empty();
    } catch (StoreRefusalException refusal) {
      LOG.warnf("Upload %s: %s", upload.id, refusal.getMessage());
      return Optional.of("The store does not hold the parts that were promised. Send them again.");
    }
  }

  private static StoredPart promised(StoredPart part, SignedPartRepository.SignedChecksum promise) {
    return part.checksumSha256() == null && promise != null
        ? part.withChecksum(promise.checksumSha256())
        : part;
  }

  /** A part whose other bytes came by an older URL is as good as missing. */
  private static Optional<String> broken(
      List<StoredPart> held, Map<Integer, SignedPartRepository.SignedChecksum> promises) {
    var others =
        held.stream()
            .filter(part -> isOther(part, promises.get(part.number())))
            .map(StoredPart::number)
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The store holds other bytes than were promised for part %s. Send it again."
                .formatted(PartNumbers.summarize(others)));
  }

  /** Where the store lists no checksum and two were signed, it alone can tell. */
  private static boolean isOther(StoredPart part, SignedPartRepository.SignedChecksum promise) {
    return promise != null
        && part.checksumSha256() != null
        && !part.checksumSha256().equals(promise.checksumSha256());
  }

  private static ProblemException absent(Upload upload) {
    if (!upload.isOpen() && upload.status != UploadStatus.STORED) {
      return upload.closedProblem();
    }
    if (upload.isMultipart()) {
      return vanished();
    }
    return incomplete("PUT the file to the upload's URL first, then complete it.");
  }

  private static ProblemException incomplete(String detail) {
    return new ProblemException(ErrorCode.UPLOAD_INCOMPLETE, detail);
  }
}
