package dev.slipway.lab.signature.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.signature.AwsExample;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikelyMethodTest {
  @ParameterizedTest
  @CsvSource({
    "host, '', ",
    "content-type;host, '', PUT",
    "host;x-amz-checksum-crc32, '', PUT",
    "host;x-amz-checksum-mode, '', ",
    "host, &response-content-type=video%2Fmp4, GET",
    "host, &partNumber=1&uploadId=u, PUT",
    "content-type;host, &uploads=, POST",
    "content-type;host, &uploads, POST",
    "content-type;host, &uploadId=u, ",
    "host, &uploadId=u, ",
    "host, &uploads&x-id=CreateMultipartUpload, POST",
    "host, &uploadId=u&x-id=AbortMultipartUpload, DELETE"
  })
  void guessesTheMethodFromWhatIsSigned(String headers, String parameters, String method) {
    var url = AwsExample.URL.replace("=host", "=" + headers) + parameters;

    assertThat(LikelyMethod.of(SignedUrlParser.parse(url))).isEqualTo(Optional.ofNullable(method));
  }

  @ParameterizedTest
  @CsvSource({"/, GET", "/test.txt, POST"})
  void guessesThatUploadsOfABucketAreListed(String path, String method) {
    var url = AwsExample.URL.replace("/test.txt", path) + "&uploads=";

    assertThat(LikelyMethod.of(SignedUrlParser.parse(url))).contains(method);
  }
}
