package dev.slipway.uploads;

import dev.slipway.account.AccountRunner;
import dev.slipway.account.Accounts;
import dev.slipway.account.SecurityIdentities;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectContent;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.uploads.StreamedUploads.FileInfo;
import dev.slipway.uploads.StreamedUploads.GrowingUpload;
import dev.slipway.uploads.StreamedUploads.Transport;
import dev.slipway.uploads.multipart.PartPlan;
import dev.slipway.uploads.multipart.ValidatedPart;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.Dependent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** A file of two parts, which is sent in single steps, as the transfer of one connection does. */
@Dependent
class GrowingTestFile {
  static final int PART_SIZE = (int) PartPlan.MIN_PART_SIZE;
  static final int SIZE = PART_SIZE + 1_000;

  private final String name = UUID.randomUUID() + ".mp4";
  private final byte[] bytes = Mp4Header.bytes(SIZE, 1);
  private final Bytes lastPart = new Bytes(Arrays.copyOfRange(bytes, PART_SIZE, SIZE));
  private final StreamedUploads uploads;
  private final UploadLifecycle lifecycle;
  private final UploadRepository repository;
  private final MultipartStore store;
  private final Accounts accounts;
  private final AccountRunner runner;

  GrowingTestFile(
      StreamedUploads uploads,
      UploadLifecycle lifecycle,
      UploadRepository repository,
      MultipartStore store,
      Accounts accounts,
      AccountRunner runner) {
    this.uploads = uploads;
    this.lifecycle = lifecycle;
    this.repository = repository;
    this.store = store;
    this.accounts = accounts;
    this.runner = runner;
  }

  /** Runs code with the rights of the creator, whose file this is. */
  void asCreator(Runnable code) throws Exception {
    var account = QuarkusTransaction.requiringNew().call(() -> accounts.findUsable("creator"));
    runner.call(
        SecurityIdentities.ofLogin(account.orElseThrow()),
        () -> {
          code.run();
          return null;
        });
  }

  FileInfo info() {
    return new FileInfo(name, "video/mp4", Transport.SFTP);
  }

  String name() {
    return name;
  }

  byte[] bytes() {
    return bytes;
  }

  GrowingUpload sendFirstPart() {
    var growing = uploads.open(info(), PART_SIZE);
    uploads.append(growing, 1, new Bytes(Arrays.copyOf(bytes, PART_SIZE)), 0);
    return growing;
  }

  /** What happens before the store has the part. */
  ValidatedPart beginLastPart(GrowingUpload growing) {
    var checksum = Base64.getDecoder().decode(lastPart.checksumSha256());
    var part = new ValidatedPart(2, lastPart.size(), checksum);
    lifecycle.grow(growing.id(), growing.transfer(), part, SIZE, 0, true);
    return part;
  }

  void endLastPart(GrowingUpload growing, ValidatedPart part) {
    var upload = find(growing);
    var etag = store.putPart(upload.key(), upload.multipartId, 2, upload.partChecksums, lastPart);
    lifecycle.recordStored(growing.id(), growing.transfer(), part, etag.orElseThrow());
  }

  Upload find(GrowingUpload growing) {
    return QuarkusTransaction.requiringNew()
        .call(() -> repository.find(growing.id()).orElseThrow());
  }

  private record Bytes(byte[] bytes) implements ObjectContent {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public String checksumSha256() {
      return ApiClient.sha256(bytes);
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }
}
