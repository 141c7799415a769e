package dev.slipway.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.AccountRunner;
import dev.slipway.account.Accounts;
import dev.slipway.account.SecurityIdentities;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.sftp.SftpMetrics;
import dev.slipway.sftp.files.IncomingFile;
import dev.slipway.sftp.files.IncomingFile.Destination;
import dev.slipway.sftp.files.StoreRetries;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectContent;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.uploads.StreamedUploads.FileInfo;
import dev.slipway.uploads.StreamedUploads.GrowingUpload;
import dev.slipway.uploads.StreamedUploads.Transport;
import dev.slipway.uploads.multipart.PartPlan;
import dev.slipway.uploads.multipart.ValidatedPart;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One connection sends the last part of a file while another one looks for the file. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class UnfinishedFilesTest {
  private static final int PART_SIZE = (int) PartPlan.MIN_PART_SIZE;
  private static final int SIZE = PART_SIZE + 1_000;

  private final String name = UUID.randomUUID() + ".mp4";
  private final byte[] bytes = Mp4Header.bytes(SIZE, 1);
  private final Bytes lastPart = new Bytes(Arrays.copyOfRange(bytes, PART_SIZE, SIZE));

  @Inject Accounts accounts;
  @Inject AccountRunner runner;
  @Inject StreamedUploads uploads;
  @Inject UnfinishedFiles files;
  @Inject UploadLifecycle lifecycle;
  @Inject UploadRepository repository;
  @Inject MultipartStore store;
  @Inject SftpMetrics metrics;

  @Test
  void lookingForAFileDuringItsLastPartDoesNotKeepItFromBeingCompleted() throws Exception {
    asCreator(
        () -> {
          var growing = sendFirstPart();
          var sent = beginLastPart(growing);

          assertThat(files.findNewest(name).orElseThrow().storedSize()).isEqualTo(PART_SIZE);
          assertThat(files.list()).extracting(GrowingUpload::id).contains(growing.id());
          assertThat(find(growing).growing).isTrue();

          endLastPart(growing, sent);
          assertThat(uploads.complete(growing).size).isEqualTo(SIZE);
        });
  }

  @Test
  void anOlderListOfPartsReopensNoFileWhosePartsAreComplete() throws Exception {
    asCreator(
        () -> {
          var growing = sendFirstPart();
          var sent = beginLastPart(growing);
          var seen = find(growing);
          endLastPart(growing, sent);

          lifecycle.reopenGrowth(seen);

          assertThat(find(growing).growing).isFalse();
          assertThat(files.findNewest(name)).isEmpty();
          assertThat(find(growing).status).isEqualTo(UploadStatus.STORED);
        });
  }

  @Test
  void aTransferSucceedsWhoseFileWasCompletedByALookup() throws Exception {
    asCreator(
        () -> {
          var growing = sendFirstPart();
          var continued = uploads.resume(growing.id());
          var file = incoming(continued);
          file.write(PART_SIZE, bytes, PART_SIZE, SIZE - PART_SIZE);
          endLastPart(continued, beginLastPart(continued));
          assertThat(files.findNewest(name)).isEmpty();
          assertThat(find(growing).status).isEqualTo(UploadStatus.STORED);

          assertThatCode(file::close).doesNotThrowAnyException();
        });
  }

  @Test
  void aTransferFailsWhoseUploadWasAborted() throws Exception {
    asCreator(
        () -> {
          var growing = sendFirstPart();
          var continued = uploads.resume(growing.id());
          var file = incoming(continued);
          file.write(PART_SIZE, bytes, PART_SIZE, SIZE - PART_SIZE);
          uploads.abort(growing.id());

          assertThatThrownBy(file::close).isInstanceOf(ProblemException.class);
        });
  }

  private IncomingFile incoming(GrowingUpload unfinished) {
    return new IncomingFile(
        new FileInfo(name, "video/mp4", Transport.SFTP),
        PART_SIZE,
        unfinished,
        true,
        false,
        new Destination(uploads, new StoreRetries(() -> true), metrics));
  }

  private GrowingUpload sendFirstPart() {
    var growing = uploads.open(new FileInfo(name, "video/mp4", Transport.SFTP), PART_SIZE);
    uploads.append(growing, 1, new Bytes(Arrays.copyOf(bytes, PART_SIZE)), 0);
    return growing;
  }

  /** What happens before the store has the part. */
  private ValidatedPart beginLastPart(GrowingUpload growing) {
    var checksum = Base64.getDecoder().decode(lastPart.checksumSha256());
    var part = new ValidatedPart(2, lastPart.size(), checksum);
    lifecycle.grow(growing.id(), growing.transfer(), part, SIZE, 0, true);
    return part;
  }

  private void endLastPart(GrowingUpload growing, ValidatedPart part) {
    var upload = find(growing);
    var etag = store.putPart(upload.key(), upload.multipartId, 2, upload.partChecksums, lastPart);
    lifecycle.recordStored(growing.id(), growing.transfer(), part, etag.orElseThrow());
  }

  private Upload find(GrowingUpload growing) {
    return QuarkusTransaction.requiringNew()
        .call(() -> repository.find(growing.id()).orElseThrow());
  }

  private void asCreator(Runnable code) throws Exception {
    var account = QuarkusTransaction.requiringNew().call(() -> accounts.findUsable("creator"));
    runner.call(
        SecurityIdentities.ofLogin(account.orElseThrow()),
        () -> {
          code.run();
          return null;
        });
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
