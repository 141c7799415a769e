package dev.slipway.lab.signature.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreAddressTest {
  private static final String PRIVATE = ".vpce-1a2b-5e6f.s3.eu-west-1.vpce.amazonaws.com";

  @ParameterizedTest
  @CsvSource({
    "s3.amazonaws.com, '', ",
    "my-bucket.s3.amazonaws.com, my-bucket, ",
    "my.bucket.s3.dualstack.eu-west-1.amazonaws.com, my.bucket, eu-west-1",
    "s3-eu-west-1.amazonaws.com, '', eu-west-1",
    "s3-external-1.amazonaws.com, '', us-east-1",
    "my-bucket.s3-external-1.amazonaws.com, my-bucket, us-east-1",
    "my-bucket.s3-accelerate.amazonaws.com, my-bucket, "
  })
  void findsBucketAndRegionInAHostOfAmazon(String host, String bucket, String region) {
    var address = StoreAddress.of(host);

    assertThat(address.bucketInHost()).isEqualTo(bucket);
    assertThat(address.region()).isEqualTo(region);
  }

  /** The labels before the endpoint say what it is for. */
  @ParameterizedTest
  @CsvSource({
    "bucket, ''",
    "accesspoint, ''",
    "my-bucket.bucket, my-bucket",
    "my-point-123456789012.accesspoint, my-point-123456789012"
  })
  void findsTheBucketBeforeAPrivateEndpoint(String labels, String bucket) {
    var address = StoreAddress.of(labels + PRIVATE);

    assertThat(address.bucketInHost()).isEqualTo(bucket);
    assertThat(address.region()).isEqualTo("eu-west-1");
  }
}
