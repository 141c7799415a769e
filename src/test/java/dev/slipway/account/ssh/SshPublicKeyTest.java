package dev.slipway.account.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.web.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshPublicKeyTest {
  /** The fingerprints are those that ssh-keygen shows. */
  @ParameterizedTest
  @CsvSource({
    "ed25519, SHA256:+pvsnWbtmT4Fy5AA/OqFas2/QxIFSK9TxRQRsVaP8rs",
    "ecdsa-256, SHA256:Kzl8jEUKiEU0U1/WWc0ZoXnWbuO1RRilPayIyeMNZRQ",
    "ecdsa-384, SHA256:YjiooJdHTcsftS448G2ZQ+3Tw75IC/Yb+AyMAWcdIxY",
    "ecdsa-521, SHA256:tCawb8BBO6KkDboEh6lie4+7KhGsZWIF8HzHLep9SeA",
    "rsa-3072, SHA256:mo2Db10vKvSyFYkTk8zIZeSviuppWHsQb2DfAwxQNsQ",
    "sk-ed25519, SHA256:EDkdaWzOtN1/ETT+bBNkfTuJsjJ5BJbyMWCInEnt3Ww",
    "sk-ecdsa, SHA256:mGgHS9/VvX7Zh2SOJMOTKIhPWCAnDnYEgI6QnMr6Zbo"
  })
  void acceptsKeysOfOpenSsh(String file, String fingerprint) {
    assertThat(SshPublicKey.parse(read(file)).fingerprint()).isEqualTo(fingerprint);
  }

  @Test
  void readsTheComment() {
    assertThat(SshPublicKey.parse(read("ed25519")).comment()).isEqualTo("mona@studio");
    assertThat(SshPublicKey.parse(read("ecdsa-384")).comment()).isEmpty();
  }

  @Test
  void refusesShortRsaKeys() {
    assertRefused(read("rsa-2048"), "has 2048 bits and needs at least 3072");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----",
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none"
      })
  void refusesPrivateKeysWithoutRepeatingThem(String text) {
    assertThatThrownBy(() -> SshPublicKey.parse(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("This is a private key")
        .hasMessageNotContaining("b3BlbnNzaC1rZXk");
  }

  @Test
  void refusesWhatIsNoSupportedKey() {
    var key = read("ed25519").strip();

    assertRefused("", "Paste the public key");
    assertRefused("ssh-dss AAAAB3NzaC1kc3MAAACBAP", "DSA keys are too weak");
    assertRefused("ssh-ed25519-cert-v01@openssh.com AAAA", "This type of key isn't supported");
    assertRefused("hello", "This type of key isn't supported");
    assertRefused("command=\"rm\" " + key, "Options, as in authorized_keys, aren't supported");
    assertRefused(key + "\n" + key, "one key on one line");
    assertRefused(key + " " + "x".repeat(8192), "at most 8,192 characters");
  }

  @Test
  void refusesDamagedKeys() {
    var base64 = read("ed25519").split(" ")[1];

    assertRefused("ssh-ed25519", "cut off");
    for (var damaged :
        new String[] {
          base64.substring(0, 40),
          base64.substring(0, base64.length() - 4),
          base64 + "AAAA",
          "%%%%",
          "AAAA",
          "/////w=="
        }) {
      assertRefused("ssh-ed25519 " + damaged, "damaged or cut off");
    }
    assertRefused("ssh-rsa " + base64, "damaged or cut off");
    assertRefused("ecdsa-sha2-nistp384 " + read("ecdsa-256").split(" ")[1], "damaged");
  }

  private static void assertRefused(String text, String reason) {
    assertThatThrownBy(() -> SshPublicKey.parse(text))
        .as(text)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(reason);
  }

  private static String read(String file) {
    try (var in = SshPublicKeyTest.class.getResourceAsStream(file + ".pub")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
