package dev.slipway.lab.attacks.bench;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.quota.Quotas;
import dev.slipway.lab.ThrowAwayFiles;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.Sha256;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreKind;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.storage.signing.PutConstraints;
import dev.slipway.uploads.PartUrlSigner;
import dev.slipway.uploads.UploadOpener;
import dev.slipway.uploads.UploadRequest;
import dev.slipway.uploads.UploadView;
import dev.slipway.uploads.UploadsConfig;
import dev.slipway.uploads.multipart.PartPlan;
import dev.slipway.uploads.multipart.PartsRequest;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Opens throw-away uploads of the caller through the code that opens all uploads, and removes them.
 * They are private and count against the quota like others. If the process dies in between, they
 * expire like others, or stay as a private video with a title that says what it is.
 */
@ApplicationScoped
class ThrowAwayUploads {
  private static final String FILE_NAME = "lab-attack.mp4";
  private static final String PREFERRED_TYPE = "video/mp4";

  private final UploadsConfig config;
  private final StoreKind kind;
  private final UploadOpener opener;
  private final PartUrlSigner partSigner;
  private final Presigner presigner;
  private final ThrowAwayFiles files;
  private final Quotas quotas;
  private final CurrentAccount caller;

  ThrowAwayUploads(
      UploadsConfig config,
      StoreConfig storeConfig,
      UploadOpener opener,
      PartUrlSigner partSigner,
      Presigner presigner,
      ThrowAwayFiles files,
      Quotas quotas,
      CurrentAccount caller) {
    this.config = config;
    this.kind = storeConfig.kind();
    this.opener = opener;
    this.partSigner = partSigner;
    this.presigner = presigner;
    this.files = files;
    this.quotas = quotas;
    this.caller = caller;
  }

  /**
   * Opens an upload of these bytes, which is sent with one PUT.
   *
   * @param opened receives the id as soon as the upload must be removed
   * @throws ProblemException {@code quota-exceeded}
   */
  ThrowAwayUpload open(String title, byte[] content, Consumer<String> opened) {
    var upload = opener.open(request(title, content.length, Sha256.base64(content)), null);
    opened.accept(upload.id());
    var put = StoreRequest.put(upload.put().url(), upload.put().headers(), content);
    return new ThrowAwayUpload(upload.id(), new ObjectKey(upload.key()), put);
  }

  /**
   * Opens the smallest upload that is sent in parts and ends with these bytes.
   *
   * @throws ProblemException {@code quota-exceeded}, or {@code attack-not-applicable} if no file is
   *     sent in parts
   */
  UploadView openMultipart(String title, byte[] lastBytes) {
    var otherParts = config.partsFrom().asLongValue() / PartPlan.MIN_PART_SIZE + 1;
    var size = otherParts * PartPlan.MIN_PART_SIZE + lastBytes.length;
    if (size > config.maxSize().asLongValue()) {
      throw new ProblemException(
          ErrorCode.ATTACK_NOT_APPLICABLE,
          "Not applicable here: this installation sends no file in parts, because it accepts only"
              + " smaller files.");
    }
    return opener.open(request(title, size, null), null);
  }

  /** Signs the last part of an upload that {@link #openMultipart} has opened. */
  ThrowAwayPart signLastPart(UploadView upload, byte[] lastBytes) {
    var request = partsRequest(upload.partCount(), lastBytes);
    var signed = partSigner.sign(upload.id(), request).parts().get(0);
    return new ThrowAwayPart(
        new ObjectKey(upload.key()),
        signed.number(),
        StoreRequest.put(URI.create(signed.url()), signed.headers(), lastBytes));
  }

  /** The request to sign one part with these bytes. */
  static PartsRequest partsRequest(int number, byte[] bytes) {
    return new PartsRequest(
        List.of(new PartsRequest.Part(number, (long) bytes.length, Sha256.base64(bytes))));
  }

  /**
   * @throws ProblemException {@code attack-not-applicable}
   */
  void requireChecksums() {
    if (!presigner.verifiesChecksums()) {
      throw new ProblemException(
          ErrorCode.ATTACK_NOT_APPLICABLE,
          "Not applicable here: this store verifies no SHA-256, so none is signed for parts.");
    }
  }

  /** A request for one byte more than the caller's quota has left, or than the largest file. */
  UploadRequest requestTooLarge(String title) {
    var quota = quotas.viewOf(caller.getName());
    var maxSize = config.maxSize().asLongValue();
    var available =
        quota.bytes() == null ? maxSize : Math.max(0, quota.bytes() - quota.usedBytes());
    return request(title, Math.min(available, maxSize) + 1, null);
  }

  long usedQuota() {
    return quotas.usageOf(caller.getName()).bytes();
  }

  /** Signs another URL for the same file, with the same headers and another lifetime. */
  ThrowAwayUpload.SignedPut signPut(ThrowAwayUpload upload, Duration lifetime) {
    return sign(upload, Sha256.base64(upload.put().body()), lifetime);
  }

  /** Returns this upload with a URL that binds no checksum. */
  ThrowAwayUpload withoutChecksum(ThrowAwayUpload upload) {
    var signed = sign(upload, null, config.urlLifetime());
    return new ThrowAwayUpload(upload.id(), upload.key(), signed.put());
  }

  /** Aborts an upload, or deletes its video permanently if the store has already reported it. */
  void remove(String id) {
    files.remove(id);
  }

  private ThrowAwayUpload.SignedPut sign(
      ThrowAwayUpload upload, String checksumSha256, Duration lifetime) {
    var content = upload.put().body();
    var constraints =
        new PutConstraints(contentType(), content.length, checksumSha256, metadataOf(upload));
    var url = presigner.presignPut(upload.key(), constraints, lifetime);
    return new ThrowAwayUpload.SignedPut(
        StoreRequest.put(url.url(), url.headers(), content), url.expiresAt());
  }

  private Map<String, String> metadataOf(ThrowAwayUpload upload) {
    var prefix = kind.metadataHeader("");
    return upload.put().signed().headers().entrySet().stream()
        .filter(header -> header.getKey().startsWith(prefix))
        .collect(
            Collectors.toMap(
                header -> header.getKey().substring(prefix.length()), Map.Entry::getValue));
  }

  /**
   * A request for a file of this size.
   *
   * @param checksumSha256 null for none
   */
  UploadRequest request(String title, long size, String checksumSha256) {
    return new UploadRequest(
        FILE_NAME,
        contentType(),
        size,
        title,
        checksumSha256,
        null,
        PartPlan.MIN_PART_SIZE,
        null,
        null,
        null,
        null,
        null);
  }

  private String contentType() {
    return config.types().contains(PREFERRED_TYPE)
        ? PREFERRED_TYPE
        : config.types().iterator().next();
  }
}
