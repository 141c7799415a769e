package dev.slipway.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.sftp.SftpDefaults;
import dev.slipway.testing.KnownRsaKey;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostKeyTest {
  @Test
  void readsKeysThatAreGeneratedForEmbeddedServices() {
    var text = SftpDefaults.newHostKey();

    var key = HostKey.parse(Optional.of(text));

    assertThat(key.fingerprint()).startsWith("SHA256:");
    assertThat(HostKey.parse(Optional.of(text.strip())).fingerprint()).isEqualTo(key.fingerprint());
    assertThat(SftpDefaults.newHostKey()).isNotEqualTo(text);
  }

  @Test
  void readsRsaKeys() {
    var encoded = KnownRsaKey.WITH_3072_BITS.pair().getPrivate().getEncoded();
    var pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----"
            .formatted(Base64.getMimeEncoder().encodeToString(encoded));

    assertThat(HostKey.parse(Optional.of(pem)).fingerprint()).startsWith("SHA256:");
  }

  @Test
  void saysHowToCreateAMissingKey() {
    assertThatThrownBy(() -> HostKey.parse(Optional.empty()))
        .hasMessageContaining("has no host key")
        .hasMessageContaining("ssh-keygen");
    for (var text : new String[] {"", "no key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== x"}) {
      assertThatThrownBy(() -> HostKey.parse(Optional.of(text)))
          .hasMessageContaining("must be a private key")
          .hasMessageContaining("ssh-keygen");
    }
  }
}
