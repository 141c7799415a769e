package dev.slipway.lab.signature;

import static dev.slipway.lab.signature.InspectionClient.codes;
import static dev.slipway.lab.signature.InspectionClient.inspect;
import static dev.slipway.lab.signature.InspectionClient.post;
import static dev.slipway.lab.signature.InspectionClient.put;
import static dev.slipway.lab.signature.InspectionClient.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SignedStoreRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class InspectionResourceTest {
  private static final byte[] BYTES = Mp4Header.bytes(500, 1);

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient viewer = ApiClient.as("viewer");

  @Test
  void takesTheDocumentedUrlApart() {
    var inspection = inspect(viewer, Map.of("url", AwsExample.URL, "method", "GET"));

    assertThat(inspection.getString("service")).isEqualTo("s3");
    assertThat(inspection.getString("bucket")).isEqualTo("examplebucket");
    assertThat(inspection.getString("key")).isEqualTo("test.txt");
    assertThat(inspection.getString("scope.region")).isEqualTo("us-east-1");
    assertThat(inspection.getString("expiresAt")).isEqualTo("2013-05-25T00:00:00Z");
    assertThat(inspection.getBoolean("expired")).isTrue();
    assertThat(inspection.getList("signedHeaders")).containsExactly("host");
    assertThat(inspection.getString("canonicalRequest")).isEqualTo(AwsExample.CANONICAL_REQUEST);
    assertThat(inspection.getString("stringToSign")).isEqualTo(AwsExample.STRING_TO_SIGN);
    assertThat(inspection.getString("ownSignature")).isNull();
    assertThat(codes(inspection)).containsExactly("expired");
    assertThat(String.join("", inspection.getList("urlParts.text", String.class)))
        .isEqualTo(AwsExample.URL);
  }

  @Test
  void findsTheUrlInTheRequest() {
    var inspection = inspect(viewer, Map.of("request", "curl '" + AwsExample.URL + "'"));
    assertThat(inspection.getString("key")).isEqualTo("test.txt");
    assertThat(inspection.getString("methodSource")).isEqualTo("request");

    var raw =
        AwsExample.URL.replace("https://examplebucket.s3.amazonaws.com", "GET ")
            + " HTTP/1.1\nHost: examplebucket.s3.amazonaws.com";
    assertThat(inspect(viewer, Map.of("request", raw)).getString("key")).isEqualTo("test.txt");
  }

  /** Without a request, no header is missing. */
  @Test
  void doesNotTakeSignedValuesForARequest() {
    var url = AwsExample.URL.replace("=host", "=content-type%3Bhost%3Bif-none-match");
    var signed = Map.of("Content-Type", "video/mp4");

    var inspection =
        inspect(viewer, Map.of("url", url, "signedMethod", "put", "signedHeaders", signed));

    assertThat(codes(inspection)).containsExactly("expired");
    assertThat(inspection.getString("canonicalRequest"))
        .startsWith("PUT\n")
        .contains("\ncontent-type:video/mp4\n", "\nif-none-match:‹value you sent›\n");
    assertThat(codes(inspect(viewer, Map.of("url", url, "headers", signed))))
        .contains("header-missing");
  }

  @Test
  void comparesTheRequestWithWhatTheUrlWasSignedWith() {
    var url = AwsExample.URL.replace("=host", "=content-type%3Bhost");
    var inspection =
        inspect(
            viewer,
            Map.of(
                "request",
                "curl -X POST -H 'Content-Type: text/html' '" + url + "'",
                "signedMethod",
                "PUT",
                "signedHeaders",
                Map.of("content-type", "video/mp4")));

    assertThat(codes(inspection)).contains("method-differs", "header-differs");
  }

  @Test
  void saysWhetherTheBucketMayBeInTheHost() {
    for (var address :
        Map.of(
                "https://examplebucket.s3.amazonaws.com", "virtual-hosted",
                "https://store.example", "path-assumed",
                "http://127.0.0.1:9000", "path")
            .entrySet()) {
      var url = AwsExample.URL.replace("https://examplebucket.s3.amazonaws.com", address.getKey());

      assertThat(inspect(viewer, Map.of("url", url)).getString("addressing"))
          .isEqualTo(address.getValue());
    }
  }

  @Test
  void explainsARealRefusal() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);
    var refused =
        SignedStoreRequest.of(upload).withHeader("Content-Type", "text/html").answer(BYTES);

    var inspection = inspect(viewer, with(put(upload), "answer", refused));

    assertThat(refused).contains("SignatureDoesNotMatch");
    assertThat(inspection.getList("findings.findAll { it.line == 'header:content-type' }.actual"))
        .containsExactly("text/html");
    assertThat(inspection.getList("findings.findAll { it.line == 'header:content-type' }.expected"))
        .containsExactly("video/mp4");
  }

  @ParameterizedTest
  @CsvSource({
    "url, not a url, 400, url-invalid",
    "url, https://store.example/b/k, 400, url-not-signed",
    "url, https://store.example/k?AWSAccessKeyId=A&Signature=s&Expires=1, 400, signature-unsupported",
    "url, '', 400, invalid-request",
    "request, hello, 400, invalid-request",
    "secretKey, abc, 400, invalid-request"
  })
  void explainsInvalidRequests(String field, String value, int status, String code) {
    post(viewer, Map.of(field, value))
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("code", equalTo(code));
  }

  @Test
  void refusesUnknownFieldsAndLongTexts() {
    post(viewer, Map.of("url", AwsExample.URL, "secretKey", "abc"))
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-request"));
    for (var field : List.of("url", "request", "answer")) {
      var body = new HashMap<String, Object>(Map.of("url", AwsExample.URL));
      body.put(field, "a".repeat(70_000));
      post(viewer, body).then().statusCode(413).body("code", equalTo("body-too-large"));
    }
    post(viewer, Map.of("url", AwsExample.URL, "headers", Map.of("a", List.of("b"))))
        .then()
        .statusCode(400);
    post(viewer, Map.of("request", "curl '" + AwsExample.URL + "'", "method", "PUT"))
        .then()
        .statusCode(400)
        .body("detail", containsString("signedMethod"));
    post(viewer, Map.of("url", AwsExample.URL, "signedMethod", "P U T"))
        .then()
        .statusCode(400)
        .body("detail", containsString("signedMethod"));
  }

  @Test
  void refusesMoreItemsThanClientsSend() {
    var many = IntStream.range(0, 101).mapToObj(i -> "x-amz-" + i).toList();
    var url = AwsExample.URL;
    for (var body :
        List.of(
            Map.of("url", url + "&" + String.join("&", many)),
            Map.of("url", url.replace("=host", "=" + String.join(";", many))),
            Map.of("url", url, "request", String.join(": 1\n", many) + ": 1"))) {
      post(viewer, body).then().statusCode(413).body("code", equalTo("body-too-large"));
    }
  }

  @Test
  void isNeverCached() {
    assertThat(post(viewer, Map.of("url", AwsExample.URL)).getHeader("Cache-Control"))
        .isEqualTo("no-store");
  }
}
