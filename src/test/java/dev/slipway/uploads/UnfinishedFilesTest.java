package dev.slipway.uploads;

import static dev.slipway.uploads.GrowingTestFile.PART_SIZE;
import static dev.slipway.uploads.GrowingTestFile.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.sftp.SftpMetrics;
import dev.slipway.sftp.files.IncomingFile;
import dev.slipway.sftp.files.IncomingFile.Destination;
import dev.slipway.sftp.files.StoreRetries;
import dev.slipway.storage.MultipartStore;
import dev.slipway.testing.StoreEvents;
import dev.slipway.uploads.StreamedUploads.GrowingUpload;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection sends the last part of a file while another one looks for the file. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class UnfinishedFilesTest {
  @Inject StreamedUploads uploads;
  @Inject UnfinishedFiles files;
  @Inject UploadLifecycle lifecycle;
  @Inject MultipartStore store;
  @Inject SftpMetrics metrics;
  @Inject GrowingTestFile file;
  @Inject EntityManager entities;

  @AfterEach
  void resumeEvents() {
    StoreEvents.resume();
  }

  @Test
  void lookingForAFileDuringItsLastPartDoesNotKeepItFromBeingCompleted() throws Exception {
    file.asCreator(
        () -> {
          var growing = file.sendFirstPart();
          var sent = file.beginLastPart(growing);

          assertThat(files.findNewest(file.name()).orElseThrow().storedSize()).isEqualTo(PART_SIZE);
          assertThat(files.list()).extracting(GrowingUpload::id).contains(growing.id());
          assertThat(file.find(growing).growing).isTrue();

          file.endLastPart(growing, sent);
          assertThat(uploads.complete(growing).size).isEqualTo(SIZE);
        });
  }

  @Test
  void findsAFileByItsIdAlthoughAHundredAreNewer() throws Exception {
    file.asCreator(
        () -> {
          var growing = file.sendFirstPart();
          insertNewerCopies(growing.id());
          try {
            assertThat(files.list()).extracting(GrowingUpload::id).doesNotContain(growing.id());

            var found = files.find(growing.id()).orElseThrow();
            assertThat(found.storedSize()).isEqualTo(PART_SIZE);
          } finally {
            deleteCopies();
          }
        });
  }

  @Test
  void anOlderListOfPartsReopensNoFileWhosePartsAreComplete() throws Exception {
    file.asCreator(
        () -> {
          var growing = file.sendFirstPart();
          var sent = file.beginLastPart(growing);
          var seen = file.find(growing);
          file.endLastPart(growing, sent);

          lifecycle.reopenGrowth(seen);

          assertThat(file.find(growing).growing).isFalse();
          assertThat(files.findNewest(file.name())).isEmpty();
          assertThat(file.find(growing).status).isEqualTo(UploadStatus.STORED);
        });
  }

  @Test
  void aTransferSucceedsWhoseFileWasCompletedByALookup() throws Exception {
    file.asCreator(
        () -> {
          var growing = file.sendFirstPart();
          var continued = uploads.resume(growing.id());
          var transfer = incoming(continued);
          transfer.write(PART_SIZE, file.bytes(), PART_SIZE, SIZE - PART_SIZE);
          file.endLastPart(continued, file.beginLastPart(continued));
          assertThat(files.findNewest(file.name())).isEmpty();
          assertThat(file.find(growing).status).isEqualTo(UploadStatus.STORED);

          assertThatCode(transfer::close).doesNotThrowAnyException();
        });
  }

  /** The answer to the last part was lost, so the transfer sends the part once more. */
  @Test
  void aTransferSucceedsWhoseObjectIsNotInTheCatalogueYet() throws Exception {
    StoreEvents.pause();
    file.asCreator(
        () -> {
          var growing = file.sendFirstPart();
          var continued = uploads.resume(growing.id());
          var transfer = incoming(continued);
          transfer.write(PART_SIZE, file.bytes(), PART_SIZE, SIZE - PART_SIZE);
          file.endLastPart(continued, file.beginLastPart(continued));
          var upload = file.find(growing);
          var parts = store.listParts(upload.key(), upload.multipartId).orElseThrow();
          assertThat(store.complete(upload.key(), upload.multipartId, parts)).isTrue();

          assertThatCode(transfer::close).doesNotThrowAnyException();
          assertThat(file.find(growing).status).isEqualTo(UploadStatus.STORED);
        });
  }

  @Test
  void aTransferFailsWhoseUploadWasAborted() throws Exception {
    file.asCreator(
        () -> {
          var growing = file.sendFirstPart();
          var continued = uploads.resume(growing.id());
          var transfer = incoming(continued);
          transfer.write(PART_SIZE, file.bytes(), PART_SIZE, SIZE - PART_SIZE);
          uploads.abort(growing.id());

          assertThatThrownBy(transfer::close).isInstanceOf(ProblemException.class);
        });
  }

  private void insertNewerCopies(String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery(
                        "insert into upload select (jsonb_populate_record(u, jsonb_build_object("
                            + "'id', translate(lpad(cast(n as text), 25, '0'), '0123456789',"
                            + " 'abcdefghij') || 'a',"
                            + " 'created_at', u.created_at + interval '1 second')"
                            + ")).* from upload u, generate_series(1, 100) n where u.id = :id")
                    .setParameter("id", id)
                    .executeUpdate());
  }

  private void deleteCopies() {
    QuarkusTransaction.requiringNew().run(() -> Upload.delete("id like ?1", "a".repeat(20) + "%"));
  }

  private IncomingFile incoming(GrowingUpload unfinished) {
    return new IncomingFile(
        file.info(),
        PART_SIZE,
        unfinished,
        true,
        false,
        new Destination(uploads, new StoreRetries(() -> true), metrics));
  }
}
