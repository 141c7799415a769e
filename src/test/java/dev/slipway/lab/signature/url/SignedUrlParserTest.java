package dev.slipway.lab.signature.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.lab.signature.AwsExample;
import dev.slipway.web.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedUrlParserTest {
  private static final String QUERY = AwsExample.URL.substring(AwsExample.URL.indexOf('?'));

  @Test
  void readsDatesThatAreTooFarAwayToAddTo() {
    var url =
        SignedUrlParser.parse(
            AwsExample.URL
                .replace("20130524T000000Z", "%2B9999999991231T235959Z")
                .replace("86400", "9999999999"));

    assertThat(url.expiresAt()).isEmpty();
  }

  @Test
  void takesTheDocumentedUrlApart() {
    var url = SignedUrlParser.parse(AwsExample.URL);

    assertThat(url.scheme()).isEqualTo(SignatureScheme.AWS4_HMAC);
    assertThat(url.origin()).isEqualTo("https://examplebucket.s3.amazonaws.com");
    assertThat(url.bucket()).isEqualTo("examplebucket");
    assertThat(url.key()).isEqualTo("test.txt");
    assertThat(url.credential())
        .isEqualTo(
            new Credential("AKIAIOSFODNN7EXAMPLE", "20130524", "us-east-1", "s3", "aws4_request"));
    assertThat(url.signedAt()).contains(Instant.parse("2013-05-24T00:00:00Z"));
    assertThat(url.lifetime()).contains(Duration.ofDays(1));
    assertThat(url.expiresAt()).contains(Instant.parse("2013-05-25T00:00:00Z"));
    assertThat(url.signedHeaders()).containsExactly("host");
    assertThat(url.signature()).isEqualTo(AwsExample.SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource({
    "https://s3.amazonaws.com/b/k, b, k, ",
    "https://s3.eu-west-1.amazonaws.com/b/k/l, b, k/l, eu-west-1",
    "https://s3-eu-west-1.amazonaws.com/b/k, b, k, eu-west-1",
    "https://b.s3.dualstack.eu-west-1.amazonaws.com/k, b, k, eu-west-1",
    "https://my.dotted.bucket.s3.eu-west-1.amazonaws.com/k, my.dotted.bucket, k, eu-west-1",
    "https://b.s3-accelerate.amazonaws.com/k, b, k, ",
    "https://b.s3-accelerate.dualstack.amazonaws.com/k, b, k, ",
    "https://ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com/k, ap-123456789012, k, us-west-2",
    "https://b.s3.cn-north-1.amazonaws.com.cn/k, b, k, cn-north-1",
    "https://b.s3-fips.us-gov-west-1.amazonaws.com/k, b, k, us-gov-west-1",
    "https://storage.googleapis.com/b/k, b, k, ",
    "https://b.storage.googleapis.com/k, b, k, ",
    "https://acc0unt.r2.cloudflarestorage.com/b/k, b, k, ",
    "https://b.acc0unt.r2.cloudflarestorage.com/k, b, k, ",
    "https://b.s3.wasabisys.com/k, b, k, ",
    "https://acc0unt.eu.r2.cloudflarestorage.com/b/k, b, k, ",
    "https://b.acc0unt.eu.r2.cloudflarestorage.com/k, b, k, ",
    "https://nyc3.digitaloceanspaces.com/b/k, b, k, ",
    "https://b.nyc3.digitaloceanspaces.com/k, b, k, ",
    "https://b.us-east-1.linodeobjects.com/k, b, k, ",
    "https://b.ewr1.vultrobjects.com/k, b, k, ",
    "https://b.oss-cn-hangzhou.aliyuncs.com/k, b, k, ",
    "https://oss-cn-hangzhou.aliyuncs.com/b/k, b, k, ",
    "https://s3.oss-cn-hangzhou.aliyuncs.com/b/k, b, k, ",
    "https://b.s3.oss-cn-hangzhou.aliyuncs.com/k, b, k, ",
    "https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/k, b--use1-az4--x-s3, k, us-east-1",
    "https://s3express-control.us-east-1.amazonaws.com/b/k, b, k, us-east-1",
    "http://127.0.0.1:9000/b/a%20k, b, a k, ",
    "http://[::1]:9000/b/k, b, k, ",
    "https://store.example, '', '', "
  })
  void findsBucketKeyAndRegion(String address, String bucket, String key, String region) {
    var url = SignedUrlParser.parse(address + QUERY);

    assertThat(url.bucket()).isEqualTo(bucket);
    assertThat(url.key()).isEqualTo(key);
    assertThat(url.address().region()).isEqualTo(region);
    assertThat(text(url)).isEqualTo(address + QUERY);
  }

  @ParameterizedTest
  @CsvSource({
    "https://store.example/b/k, true",
    "https://b.nyc3.digitaloceanspaces.com/k, false",
    "https://s3.store.example/b/k, false",
    "https://s3.amazonaws.com/b/k, false",
    "https://storage.googleapis.com/b/k, false",
    "http://127.0.0.1:9000/b/k, false",
    "http://[::1]:9000/b/k, false",
    "http://localhost:9000/b/k, false"
  })
  void assumesPathStyleAtHostsOfUnknownForm(String address, boolean assumed) {
    assertThat(SignedUrlParser.parse(address + QUERY).address().isPathAssumed()).isEqualTo(assumed);
  }

  /** The signature is the parameter with the exact name; all others are signed. */
  @ParameterizedTest
  @ValueSource(strings = {"&x-amz-signature=1&X-Amz-Date", "&X-AMZ-SIGNATURE=1&X-Amz-Date"})
  void signsAParameterThatIsNamedLikeTheSignature(String added) {
    var url = SignedUrlParser.parse(AwsExample.URL.replace("&X-Amz-Date", added));

    assertThat(url.signature()).isEqualTo(AwsExample.SIGNATURE);
    assertThat(url.canonicalQuery()).containsIgnoringCase("x-amz-signature=1");
    assertThat(url.canonicalQuery()).doesNotContain(AwsExample.SIGNATURE);
  }

  @Test
  void readsASignatureInAnotherCase() {
    var url = SignedUrlParser.parse(AwsExample.URL.replace("X-Amz-Signature", "x-amz-signature"));

    assertThat(url.signature()).isEqualTo(AwsExample.SIGNATURE);
    assertThat(url.canonicalQuery()).doesNotContainIgnoringCase("signature");
  }

  @Test
  void omitsADefaultPortFromTheHost() {
    assertThat(SignedUrlParser.parse("https://Store.Example:443/b/k" + QUERY).host())
        .isEqualTo("store.example");
    assertThat(SignedUrlParser.parse("http://store.example:443/b/k" + QUERY).host())
        .isEqualTo("store.example:443");
  }

  @Test
  void readsUrlsThatWereCopiedFromElsewhere() {
    for (var pasted :
        new String[] {
          "  '" + AwsExample.URL + "'\n",
          "<" + AwsExample.URL + ">",
          "\"" + AwsExample.URL + "\",",
          AwsExample.URL.replace("&", "&\r\n"),
          AwsExample.URL.replace("&", "&amp;"),
          AwsExample.URL.replace("&", "\\u0026")
        }) {
      assertThat(SignedUrlParser.parse(pasted).signature())
          .as(pasted)
          .isEqualTo(AwsExample.SIGNATURE);
    }
    assertThat(SignedUrlParser.parse(AwsExample.URL.replace("&", "&amp;")).wasEscaped()).isTrue();
  }

  @Test
  void recognisesTheOtherAlgorithms() {
    assertThat(
            SignedUrlParser.parse(
                    AwsExample.URL
                        .replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256")
                        .replace("us-east-1%2F", ""))
                .credential())
        .isEqualTo(new Credential("AKIAIOSFODNN7EXAMPLE", "20130524", "", "s3", "aws4_request"));
    var google =
        SignedUrlParser.parse(
            "https://storage.googleapis.com/b/k?X-Goog-Algorithm=GOOG4-RSA-SHA256"
                + "&X-Goog-Credential=me%40x.iam.gserviceaccount.com%2F20190201%2Fauto%2Fstorage%2F"
                + "goog4_request&X-Goog-Date=20190201T090000Z&X-Goog-Expires=10"
                + "&X-Goog-SignedHeaders=host&X-Goog-Signature=ab");
    assertThat(google.scheme()).isEqualTo(SignatureScheme.GOOG4_RSA);
    assertThat(google.credential().accessKey()).isEqualTo("me@x.iam.gserviceaccount.com");
  }

  @ParameterizedTest
  @CsvSource({
    "not a URL, url-invalid",
    "ftp://host/b/k?X-Amz-Signature=1, url-invalid",
    "https:///b/k?X-Amz-Signature=1, url-invalid",
    "https://me:secret@host/b/k?X-Amz-Signature=1, url-invalid",
    "https://host/b/k, url-not-signed",
    "https://host/b/k?a=b, url-not-signed",
    "https://host/k?AWSAccessKeyId=A&Expires=1&Signature=s, signature-unsupported",
    "https://host/k?GoogleAccessId=A&Expires=1&Signature=s, signature-unsupported",
    "https://host/k?Policy=p&Signature=s&Key-Pair-Id=K, signature-unsupported",
    "https://host/k?sv=2020&sig=abc, signature-unsupported",
    "https://host/k?X-Amz-Algorithm=AWS5&X-Amz-Signature=1, signature-unsupported"
  })
  void explainsWhatIsNoSignedUrl(String text, String code) {
    assertThatThrownBy(() -> SignedUrlParser.parse(text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.toProblem().code()).isEqualTo(code));
  }

  @Test
  void explainsAKeyWithANumberSign() {
    assertThatThrownBy(() -> SignedUrlParser.parse(AwsExample.URL.replace("test.txt", "te#st.txt")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.toProblem().detail()).contains("encode # as %23"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'", "<", "https://", "?", "#", "http://?", "https://h?X-Amz-Date"})
  void survivesFragments(String text) {
    try {
      SignedUrlParser.parse(text);
    } catch (ProblemException explained) {
      assertThat(explained.isServerError()).isFalse();
    }
  }

  private static String text(SignedUrl url) {
    return UrlPart.of(url).stream().map(UrlPart::text).collect(Collectors.joining());
  }
}
