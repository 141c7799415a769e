package dev.slipway.storage.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.Sha256;
import dev.slipway.storage.signing.HeaderSigner;
import dev.slipway.storage.signing.SessionCredentials;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

/** The embedded store has no token service, so its responses are those of MinIO. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class TokenServiceTest {
  private static final String ISSUED =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>\
      <AssumedRoleUser><Arn></Arn><AssumeRoleId></AssumeRoleId></AssumedRoleUser><Credentials>\
      <AccessKeyId>SF6SEDAU1B5ATK0BJD1G</AccessKeyId><SecretAccessKey>a/secret+key</SecretAccessKey>\
      <SessionToken>a.session.token</SessionToken><Expiration>2026-11-26T06:54:31Z</Expiration>\
      </Credentials></AssumeRoleResult></AssumeRoleResponse>
      """;

  @Inject TokenService tokens;
  @Inject HeaderSigner signer;

  @Test
  void readsIssuedCredentials() {
    var session = TokenService.parse(response(ISSUED)).orElseThrow();

    assertThat(session.credentials())
        .isEqualTo(
            new SessionCredentials("SF6SEDAU1B5ATK0BJD1G", "a/secret+key", "a.session.token"));
    assertThat(session.expiresAt()).isEqualTo(Instant.parse("2026-11-26T06:54:31Z"));
    assertThat(session.toString()).doesNotContain("a/secret+key", "a.session.token");
  }

  @Test
  void readsNoCredentialsFromAnythingElse() {
    assertThat(TokenService.parse(response("<Error><Code>AccessDenied</Code></Error>"))).isEmpty();
    assertThat(TokenService.parse(response(ISSUED.replace("06:54:31Z", "soon")))).isEmpty();
    assertThat(TokenService.parse(response("not XML"))).isEmpty();
  }

  @Test
  void signsARequestForAPolicyAndALifetime() {
    var call =
        tokens.assumeRole(
            "{\"a\": \"b&c\"}", Duration.ofMinutes(15), Map.of("Connection", "close"));

    assertThat(call.url()).hasPath("/");
    assertThat(call.body())
        .asString(US_ASCII)
        .isEqualTo(
            "Action=AssumeRole&Version=2011-06-15&DurationSeconds=900"
                + "&Policy=%7B%22a%22%3A%20%22b%26c%22%7D");
    assertThat(call.headers()).containsEntry("Connection", "close");
    assertThat(call.headers().get("Authorization"))
        .contains("/us-east-1/sts/aws4_request", "x-amz-content-sha256;x-amz-date")
        .doesNotContain("connection");
  }

  @Test
  void signsTheTokenButNoHeaderOfTheConnection() {
    var url = URI.create("https://store.example/bucket/key");
    var credentials = new SessionCredentials("access-key", "secret-key", "token");

    var signed =
        signer.sign(credentials, "PUT", url, Map.of("Connection", "close"), new byte[] {1});

    assertThat(signed)
        .containsEntry("Connection", "close")
        .containsEntry("x-amz-security-token", "token")
        .containsEntry("x-amz-content-sha256", Sha256.hex(new byte[] {1}));
    assertThat(signed.get("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=access-key/")
        .contains("SignedHeaders=x-amz-content-sha256;x-amz-date;x-amz-security-token, ");
  }

  /** A signature over one value, sent with another, would be refused. */
  @Test
  void sendsTheSignedValueOfAHeader() {
    var url = URI.create("https://store.example/bucket/key");
    var credentials = new SessionCredentials("access-key", "secret-key", "token");

    var signed =
        signer.sign(
            credentials, "PUT", url, Map.of("x-amz-content-sha256", "other"), new byte[] {1});

    assertThat(signed).containsEntry("x-amz-content-sha256", Sha256.hex(new byte[] {1}));
  }

  private static RawResponse response(String body) {
    return new RawResponse(200, Headers.of(), body);
  }
}
