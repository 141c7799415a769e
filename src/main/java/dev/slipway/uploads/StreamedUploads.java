package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.quota.Quotas;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.metadata.ObjectMetadataCodec;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectContent;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.uploads.multipart.MultipartUploads;
import dev.slipway.uploads.multipart.PartPlan;
import dev.slipway.uploads.multipart.ValidatedPart;
import dev.slipway.web.Formats;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * Uploads of the caller whose bytes pass through the application, and whose size is known only at
 * their end. A file that fits into one part is stored with one PUT when it ends. A larger one is a
 * multipart upload that grows part by part. It has an end only after {@link #complete}; until then
 * nothing assembles its parts.
 */
@ApplicationScoped
public class StreamedUploads {
  private final UploadRules rules;
  private final long maxSize;
  private final UploadLifecycle lifecycle;
  private final UploadCompleter completer;
  private final UploadAborter aborter;
  private final MultipartStarter starter;
  private final MultipartUploads multipartUploads;
  private final MultipartStore multiparts;
  private final ObjectStore objects;
  private final ObjectMetadataCodec metadataCodec;
  private final Presigner presigner;
  private final Quotas quotas;
  private final CurrentAccount caller;
  private final SecureRandom random;

  StreamedUploads(
      UploadsConfig config,
      UploadLifecycle lifecycle,
      UploadCompleter completer,
      UploadAborter aborter,
      MultipartStarter starter,
      MultipartUploads multipartUploads,
      MultipartStore multiparts,
      ObjectStore objects,
      ObjectMetadataCodec metadataCodec,
      Presigner presigner,
      Quotas quotas,
      CurrentAccount caller,
      SecureRandom random) {
    this.rules = UploadRules.of(config);
    this.maxSize = config.maxSize().asLongValue();
    this.lifecycle = lifecycle;
    this.completer = completer;
    this.aborter = aborter;
    this.starter = starter;
    this.multipartUploads = multipartUploads;
    this.multiparts = multiparts;
    this.objects = objects;
    this.metadataCodec = metadataCodec;
    this.presigner = presigner;
    this.quotas = quotas;
    this.caller = caller;
    this.random = random;
  }

  /** How the bytes reach the application. */
  public enum Transport {
    SFTP("SFTP"),
    /** A request body, which only the lab accepts. */
    HTTP("HTTP, through the application");

    private final String label;

    Transport(String label) {
      this.label = label;
    }

    /** The detail of the audit entry. */
    String label() {
      return label;
    }
  }

  /** The facts about a file that a client states before it sends it, and the transport. */
  public record FileInfo(String fileName, String contentType, Transport transport) {}

  /** The upload of a file that the application has received as a whole. */
  public record ReceivedUpload(
      String id, ObjectKey key, String contentType, Map<String, String> metadata) {}

  /**
   * A growing upload, as one transfer sees it.
   *
   * @param transfer the transfer that may add parts
   * @param partSize bytes of every part but the last
   * @param storedSize bytes of the parts that the store has, without a gap
   * @param expectedSize bytes of the whole file at least, as its container says; 0 if unknown
   */
  public record GrowingUpload(
      String id,
      String transfer,
      String fileName,
      long partSize,
      long storedSize,
      long expectedSize,
      Instant openedAt) {}

  /**
   * Checks what is known before the first byte: name and type, and that the quota isn't used up.
   *
   * @throws ProblemException if the file would be refused
   */
  @Transactional
  public void requireAcceptable(FileInfo file) {
    requireAcceptable(file, 1);
  }

  /**
   * Like {@link #requireAcceptable(FileInfo)}, for a file whose size is known.
   *
   * @throws ProblemException if the file would be refused
   */
  @Transactional
  public void requireAcceptable(FileInfo file, long size) {
    validate(file, size, null);
    quotas.requireRoomFor(caller.getName(), size);
  }

  /**
   * Requires that a file may have this size.
   *
   * @throws ProblemException {@code file-too-large}
   */
  public void requireWithinLimit(long size, long partSize) {
    var limit = Math.min(maxSize, PartPlan.MAX_PARTS * partSize);
    if (size > limit) {
      throw new ProblemException(
          ErrorCode.FILE_TOO_LARGE,
          "The largest file that can be sent here is %s.".formatted(Formats.exactBytes(limit)));
    }
  }

  /**
   * Opens the upload of a file that has ended and fits into one part, and reserves its bytes.
   *
   * @throws ProblemException if the file is refused
   */
  public ReceivedUpload openReceived(FileInfo file, ObjectContent content) {
    var validated = validate(file, content.size(), content.checksumSha256()).asSinglePut();
    var upload = lifecycle.openReceived(validated, file.transport());
    var metadata = metadataCodec.seal(upload.key(), upload.metadata());
    return new ReceivedUpload(upload.id, upload.key(), upload.contentType, metadata);
  }

  /**
   * Stores a file with one PUT, and makes a video of it. Idempotent.
   *
   * @throws ProblemException if the file is refused or the store unavailable
   */
  public VideoView store(ReceivedUpload upload, ObjectContent content) {
    objects.create(upload.key(), upload.contentType(), upload.metadata(), content);
    return completer.complete(upload.id());
  }

  /**
   * Ends an upload after its last attempt has failed. The object may be stored although the
   * response to the PUT was an error or was lost; otherwise nothing is left.
   *
   * @throws RuntimeException the failure, if there is no object
   */
  public VideoView completeOrAbort(ReceivedUpload upload, RuntimeException failure) {
    try {
      return completer.complete(upload.id());
    } catch (RuntimeException unfinished) {
      aborter.abort(upload.id());
      throw failure;
    }
  }

  /**
   * Opens an upload that grows, and reserves its first part.
   *
   * @throws ProblemException if the file is refused or the store unavailable
   */
  public GrowingUpload open(FileInfo file, long partSize) {
    var validated = validate(file, partSize, null).asFirstPart(presigner.verifiesChecksums());
    var upload =
        lifecycle.openGrowing(validated, RandomId.random(random).value(), file.transport());
    try {
      starter.start(upload);
      return toGrowing(upload, 0);
    } catch (RuntimeException failure) {
      try {
        lifecycle.abortUnstarted(upload.id);
      } catch (RuntimeException e) {
        // The upload expires.
        failure.addSuppressed(e);
      }
      throw failure;
    }
  }

  /**
   * Continues a growing upload after the parts that the store has. The transfer that has sent them
   * can't add parts any more.
   *
   * @throws ProblemException {@code upload-closed}; {@code upload-vanished}
   */
  public GrowingUpload resume(String id) {
    var upload = lifecycle.continueGrowing(id, RandomId.random(random).value());
    return multipartUploads
        .sizeWithoutGap(upload.multipart().orElseThrow())
        .map(size -> toGrowing(upload, size))
        .orElseThrow(Upload::vanishedProblem);
  }

  /**
   * Adds a part. Idempotent for the same bytes.
   *
   * @param number from 1; every part before it is in the store
   * @param expectedSize of the whole file at least, as its container says; 0 if unknown
   * @throws ProblemException {@code quota-exceeded}; {@code upload-closed}; {@code
   *     upload-vanished}; {@code store-unavailable}
   */
  public void append(GrowingUpload growing, int number, ObjectContent content, long expectedSize) {
    send(growing, number, content, expectedSize, false);
  }

  /**
   * Adds the part with which the file ends, like {@link #append}. If the application is killed
   * before {@link #complete}, the file is completed when it is looked for.
   */
  public void appendLast(
      GrowingUpload growing, int number, ObjectContent content, long expectedSize) {
    send(growing, number, content, expectedSize, true);
  }

  /**
   * Ends a growing upload after its last part, and makes an object and a video of it.
   *
   * @throws ProblemException {@code upload-closed}; {@code upload-vanished}; {@code
   *     store-unavailable}; {@code upload-incomplete} if the store lacks a part, or a late request
   *     of another transfer has replaced it: the upload can be continued before this part
   */
  public VideoView complete(GrowingUpload growing) {
    var ended = lifecycle.endGrowth(growing.id(), growing.transfer());
    try {
      return completer.complete(growing.id());
    } catch (ProblemException e) {
      if (e.code() != ErrorCode.UPLOAD_INCOMPLETE) {
        throw e;
      }
      lifecycle.reopenGrowth(ended);
      throw Upload.partReplacedProblem();
    }
  }

  /** Aborts an upload, and removes what the store has of it. Idempotent. */
  public void abort(String id) {
    aborter.abort(id);
  }

  private void send(
      GrowingUpload growing, int number, ObjectContent content, long expectedSize, boolean last) {
    var size = (number - 1) * growing.partSize() + content.size();
    var checksum =
        presigner.verifiesChecksums() ? Base64.getDecoder().decode(content.checksumSha256()) : null;
    var part = new ValidatedPart(number, content.size(), checksum);
    var upload = lifecycle.grow(growing.id(), growing.transfer(), part, size, expectedSize, last);
    var etag =
        multiparts
            .putPart(upload.key(), upload.multipartId, number, upload.partChecksums, content)
            .orElseThrow(Upload::vanishedProblem);
    lifecycle.recordStored(growing.id(), growing.transfer(), part, etag);
  }

  private ValidatedUpload validate(FileInfo file, long size, String checksumSha256) {
    return rules.validate(
        UploadRequest.ofFile(file.fileName(), file.contentType(), size, checksumSha256));
  }

  static GrowingUpload toGrowing(Upload upload, long storedSize) {
    return new GrowingUpload(
        upload.id,
        upload.transfer,
        upload.fileName,
        upload.partSize,
        storedSize,
        upload.expectedSize,
        upload.createdAt);
  }
}
