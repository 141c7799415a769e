package dev.slipway.storage.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckStatus;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.client.GoogleStore;
import dev.slipway.storage.client.RawStoreClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checks with the protocol of Google Cloud Storage. */
class GoogleStoreChecksTest {
  private GoogleStore google;
  private StoreConfig config;
  private RawStoreClient client;
  private TestObjects testObjects;

  @BeforeEach
  void open() throws IOException {
    google = new GoogleStore();
    config = google.config();
    client = google.rawClient();
    testObjects = StoreCheckFixtures.testObjects(config, client);
  }

  @AfterEach
  void close() {
    google.close();
    assertThat(google.unsupportedFeatures()).isEmpty();
    assertThat(google.size()).isZero();
  }

  @Test
  void everyCheckPassesExceptChecksums() {
    var routes = StoreCheckFixtures.routes(config, client);
    List<Check> checks =
        List.of(
            new BucketCheck("Bucket", config.bucket(), config, client, testObjects),
            new MultipartCheck(config, client, testObjects),
            new ConditionalPutCheck(config, client, testObjects),
            new ForgedSignatureCheck(config, client, testObjects),
            new UnsignedCopyCheck(config, client, testObjects),
            new PublicAccessCheck(config, client, testObjects),
            new CorsCheck(config, routes),
            new LeastPrivilegeCheck(config, client),
            new PublicEndpointCheck(config, new StoreOrigin(config), routes));

    assertThat(checks)
        .allSatisfy(
            check -> {
              var result = check.run("https://slipway.example");
              assertThat(result.status()).as(result.message()).isEqualTo(CheckStatus.FINE);
            });
    var checksums = new ChecksumCheck(config, client, testObjects).run(null);
    assertThat(checksums.status()).isEqualTo(CheckStatus.WEAK);
    assertThat(checksums.message()).contains("videos have no checksum");
  }

  @Test
  void detectsReadableBucketSettings() {
    google.allowReadingBucketSettings();

    var result = new LeastPrivilegeCheck(config, client).run(null);

    assertThat(result.message()).contains("the bucket's cors");
  }
}
