package dev.slipway.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.LowLimitsProfile;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SftpTestClient;
import dev.slipway.testing.TestAccount;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** How often a network connects, and an account changes files. */
@QuarkusTest
@TestProfile(LowLimitsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class SftpRatesTest {
  @ConfigProperty(name = "slipway.sftp.port")
  int port;

  @Test
  void limitsHowOftenANetworkConnects() throws IOException {
    for (var count = 0; count < LowLimitsProfile.SFTP_CONNECTION_BURST; count++) {
      assertThat(isAccepted("127.0.0.8")).isTrue();
    }

    assertThat(isAccepted("127.0.0.8")).isFalse();
    assertThat(isAccepted("127.0.0.7")).isTrue();
  }

  @Test
  void filesOpenedToWriteOrRemovedCountAsSigningRequests() throws IOException {
    var account = TestAccount.creator();
    try (var client = SftpTestClient.logIn(account.name(), TestAccount.PASSWORD, port)) {
      for (var count = 0; count < LowLimitsProfile.SIGN_BURST - 1; count++) {
        client.put("clip%d.mp4".formatted(count), Mp4Header.bytes(1_000 + count, 3));
      }
      client.sftp().remove("clip0.mp4");

      assertThatThrownBy(() -> client.sftp().remove("clip1.mp4"))
          .hasMessageContaining("Too many files at once");
      assertThatThrownBy(
              () -> client.sftp().open("clip9.mp4", EnumSet.of(OpenMode.Write, OpenMode.Create)))
          .hasMessageContaining("Too many files at once");
      assertThat(client.get("clip1.mp4")).hasSize(1_001);
    }
  }

  /** Whether the server identifies itself, as it does before the login. */
  private boolean isAccepted(String address) throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    try (var socket = new Socket(loopback, port, InetAddress.getByName(address), 0)) {
      return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII)
          .equals("SSH-");
    } catch (IOException reset) {
      return false;
    }
  }
}
