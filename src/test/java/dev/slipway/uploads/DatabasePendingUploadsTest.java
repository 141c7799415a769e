package dev.slipway.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Accounts;
import dev.slipway.catalogue.metadata.ObjectMetadataCodec;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.uploads.multipart.MultipartUploads;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class DatabasePendingUploadsTest {
  @Inject Accounts accounts;
  @Inject ObjectMetadataCodec metadataCodec;
  @Inject UploadLifecycle lifecycle;
  @Inject UploadRepository repository;
  @Inject MultipartUploads multipartUploads;

  /** The clocks of store and application can differ. */
  @Test
  void anObjectCanBeWrittenForADayEvenIfTransfersAreShorter() {
    assertThat(writableTime("1H")).isEqualTo(Duration.ofHours(24).plusMinutes(15));
    assertThat(writableTime("30H")).isEqualTo(Duration.ofHours(30).plusMinutes(15));
  }

  /** For how long after its expiry a new upload can get an object. */
  private Duration writableTime(String longestTransfer) {
    var id = ApiClient.as("creator").open("clip.mp4", "video/mp4", new byte[] {1}).getString("id");
    var uploads =
        new DatabasePendingUploads(
            accounts,
            metadataCodec,
            lifecycle,
            repository,
            multipartUploads,
            config(longestTransfer),
            Clock.systemUTC());
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var expiresAt = Upload.<Upload>findById(id).expiresAt;
              var found = uploads.findAndLock(ObjectKey.ofSource(new RandomId(id))).orElseThrow();
              return Duration.between(expiresAt, found.writableUntil());
            });
  }

  private static UploadsConfig config(String longestTransfer) {
    var settings = Map.of("slipway.uploads.longest-transfer", longestTransfer);
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(UploadsConfig.class)
        .withSources(new PropertiesConfigSource(settings, "settings", 300))
        .build()
        .getConfigMapping(UploadsConfig.class);
  }
}
