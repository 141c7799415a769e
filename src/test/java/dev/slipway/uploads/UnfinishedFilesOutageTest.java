package dev.slipway.uploads;

import static dev.slipway.uploads.GrowingTestFile.PART_SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.testing.ApiClient;
import dev.slipway.uploads.StreamedUploads.GrowingUpload;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The relay takes the store away. */
@QuarkusTest
@WithTestResource(
    value = EmbeddedServicesResource.class,
    initArgs = @ResourceArg(name = EmbeddedServicesResource.RELAY, value = "true"))
class UnfinishedFilesOutageTest {
  private static final String OUTAGE = "/api/lab/faults/stop-store";

  private final ApiClient admin = ApiClient.as("admin");

  @Inject UnfinishedFiles files;
  @Inject GrowingTestFile ended;
  @Inject GrowingTestFile alsoEnded;
  @Inject GrowingTestFile unfinished;

  @AfterEach
  void endOutage() {
    admin.request().delete(OUTAGE);
  }

  @Test
  void listsFilesThatHaveEndedAndCompletesThemAfterTheOutage() throws Exception {
    unfinished.asCreator(
        () -> {
          var growing = unfinished.sendFirstPart();
          var first = sendWithoutCompletion(ended);
          var second = sendWithoutCompletion(alsoEnded);
          admin.request().post(OUTAGE).then().statusCode(200);

          assertThat(files.list())
              .filteredOn(file -> file.id().equals(first.id()) || file.id().equals(second.id()))
              .hasSize(2)
              .allMatch(file -> file.storedSize() == PART_SIZE);
          assertThat(files.list()).extracting(GrowingUpload::id).contains(growing.id());
          assertThatThrownBy(() -> files.findNewest(ended.name()))
              .isInstanceOf(StoreUnavailableException.class);

          admin.request().delete(OUTAGE).then().statusCode(200);
          assertThat(files.list())
              .extracting(GrowingUpload::id)
              .contains(growing.id())
              .doesNotContain(first.id(), second.id());
          assertThat(ended.find(first).status).isEqualTo(UploadStatus.STORED);
          assertThat(alsoEnded.find(second).status).isEqualTo(UploadStatus.STORED);
        });
  }

  /** As if the application had been killed before it made an object of the parts. */
  private static GrowingUpload sendWithoutCompletion(GrowingTestFile file) {
    var growing = file.sendFirstPart();
    file.endLastPart(growing, file.beginLastPart(growing));
    return growing;
  }
}
