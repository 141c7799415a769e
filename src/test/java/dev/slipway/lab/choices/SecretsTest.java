package dev.slipway.lab.choices;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void masksTokenAndSignatureInHeaders() {
    var headers =
        Map.of(
            "X-Amz-Security-Token", "token",
            "Authorization", "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=0123abcd",
            "Host", "store.example");

    assertThat(Secrets.mask(headers))
        .containsEntry("X-Amz-Security-Token", "[masked]")
        .containsEntry("Authorization", "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=[masked]")
        .containsEntry("Host", "store.example");
  }

  @Test
  void masksSecretAndTokenInAnAnswer() {
    var answer =
        "<Credentials><AccessKeyId>AK</AccessKeyId><SecretAccessKey>a/b+c=</SecretAccessKey>"
            + "<SessionToken>eyJ.x_y-z</SessionToken></Credentials>";

    assertThat(Secrets.maskCredentials(answer))
        .contains("<AccessKeyId>AK<", "<SecretAccessKey>[masked]<", "<SessionToken>[masked]<")
        .doesNotContain("a/b+c=", "eyJ.x_y-z");
  }

  @Test
  void masksATokenThatTheEndOfALongAnswerCuts() {
    assertThat(Secrets.maskCredentials("<SessionToken>eyJ.x_y"))
        .isEqualTo("<SessionToken>[masked]");
  }

  @Test
  void keepsTheLengthOfABody() {
    var body = "signature=0123abcd".getBytes(US_ASCII);

    assertThat(Secrets.mask(body, "0123abcd")).asString(US_ASCII).isEqualTo("signature=********");
  }
}
