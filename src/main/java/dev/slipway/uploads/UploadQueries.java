package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.ratelimit.AccountRateLimit;
import dev.slipway.account.ratelimit.AccountRateLimiter;
import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreConfig;
import dev.slipway.uploads.multipart.MultipartUploads;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Lists and shows the caller's uploads. */
@ApplicationScoped
public class UploadQueries {
  private static final int MAX_UPLOADS = 100;

  private final Duration longestTransfer;
  private final UploadRepository uploads;
  private final UploadAccess access;
  private final MultipartUploads multipartUploads;
  private final AccountRateLimiter limiter;
  private final CurrentAccount caller;
  private final CatalogueSync catalogue;
  private final StoreConfig store;

  UploadQueries(
      UploadsConfig config,
      UploadRepository uploads,
      UploadAccess access,
      MultipartUploads multipartUploads,
      AccountRateLimiter limiter,
      CurrentAccount caller,
      CatalogueSync catalogue,
      StoreConfig store) {
    this.longestTransfer = config.longestTransfer();
    this.uploads = uploads;
    this.access = access;
    this.multipartUploads = multipartUploads;
    this.limiter = limiter;
    this.caller = caller;
    this.catalogue = catalogue;
    this.store = store;
  }

  /**
   * Returns the ids of the caller's newest open and stored uploads since a time, at most a hundred
   * of each, whose file names begin with these characters.
   */
  public List<String> findIdsByNamePrefix(String prefix, Instant since) {
    return Stream.of(UploadStatus.OPEN, UploadStatus.STORED)
        .flatMap(
            status ->
                uploads
                    .findIdsByNamePrefix(caller.getName(), status, since, prefix, MAX_UPLOADS)
                    .stream())
        .toList();
  }

  /**
   * Counts the open uploads of all accounts, along the index of those that are open.
   *
   * @param max where counting ends
   */
  public OpenUploads countOpen(int max) {
    return uploads.countOpen(max);
  }

  /**
   * Returns the caller's newest uploads with a status, newest first.
   *
   * @param after the id of the upload that they follow; null for the first ones
   * @throws ProblemException {@code invalid-request} if the caller has no upload with this id
   */
  UploadPage list(UploadStatus status, String after) {
    var found =
        uploads.findNewest(
            caller.getName(), status, after == null ? null : requireOwn(after), MAX_UPLOADS + 1);
    var page = found.subList(0, Math.min(found.size(), MAX_UPLOADS));
    return new UploadPage(
        page.stream().map(upload -> UploadView.of(upload, longestTransfer)).toList(),
        found.size() > MAX_UPLOADS ? page.get(MAX_UPLOADS - 1).id : null);
  }

  private Upload requireOwn(String id) {
    return uploads
        .find(id)
        .filter(upload -> upload.owner.equals(caller.getName()))
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.INVALID_REQUEST, "'after' must be the id of one of your uploads."));
  }

  /**
   * A page of a list.
   *
   * @param next the id of the upload after which the next page begins; null if this is the last one
   */
  record UploadPage(List<UploadView> uploads, String next) {}

  /**
   * Returns one upload. An open multipart upload includes the parts that the store holds.
   *
   * @throws ProblemException {@code upload-vanished} if the store has neither parts nor object;
   *     {@code too-many-requests} if the store would have to be asked too often
   */
  UploadView get(String id) {
    var upload = access.require(id);
    if (!upload.isOpen() || !upload.isMultipart()) {
      return UploadView.of(upload, longestTransfer);
    }
    limiter.requirePermit(AccountRateLimit.CHECK);
    return upload
        .multipart()
        .flatMap(multipartUploads::listWithChecksums)
        .map(parts -> UploadView.withParts(upload, longestTransfer, parts))
        .orElseGet(() -> syncAndReload(upload));
  }

  /**
   * Finds the headers that a URL of an upload was signed with, by name in lower case. The encrypted
   * metadata and the checksums of parts are missing, because they differ from URL to URL.
   *
   * @param partNumber null for a file that is sent with one PUT
   * @return empty if there is no such upload, or if the caller may not manage it
   */
  @Transactional
  public Optional<Map<String, String>> findSignedHeaders(RandomId id, Integer partNumber) {
    return uploads
        .find(id.value())
        .filter(upload -> AccessPolicy.isManager(caller.toCaller(), upload.owner))
        .map(
            upload ->
                upload.isMultipart() ? headersOfPart(upload, partNumber) : headersOfFile(upload));
  }

  /**
   * Returns the row of an upload as the database has it: a JSON object with the names of the
   * columns.
   *
   * @throws ProblemException {@code not-found}, also if the caller may not manage the upload
   */
  @Transactional
  public String requireRow(String id) {
    return uploads.findRow(access.require(id).id).orElseThrow();
  }

  /**
   * The store has no parts of the upload: either it made an object of them and its response was
   * lost, or it has removed them.
   */
  private UploadView syncAndReload(Upload upload) {
    if (catalogue.sync(upload.key(), SyncTrigger.COMPLETION).isEmpty()) {
      throw Upload.vanishedProblem();
    }
    return UploadView.of(access.require(upload.id), longestTransfer);
  }

  private Map<String, String> headersOfFile(Upload upload) {
    var createOnly = store.kind().createOnlyHeader();
    var headers = new TreeMap<String, String>();
    headers.put("content-type", upload.contentType);
    headers.put("content-length", Long.toString(upload.size));
    headers.put(createOnly.getKey().toLowerCase(Locale.ROOT), createOnly.getValue());
    store
        .kind()
        .checksumHeader()
        .filter(header -> upload.checksumSha256 != null)
        .ifPresent(header -> headers.put(header, upload.checksumSha256));
    return headers;
  }

  private static Map<String, String> headersOfPart(Upload upload, Integer number) {
    return number != null && number >= 1 && number <= upload.plan().count()
        ? Map.of("content-length", Long.toString(upload.plan().sizeOf(number)))
        : Map.of();
  }

  /**
   * The number of open uploads.
   *
   * @param countIsExact whether there are no more than these
   * @param bytes the sum of the sizes of those that were counted
   */
  public record OpenUploads(long count, boolean countIsExact, long bytes) {}
}
