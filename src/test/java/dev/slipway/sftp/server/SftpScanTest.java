package dev.slipway.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.QueuedRenditionsProfile;
import dev.slipway.processing.TestAttempts;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SftpTestClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.UUID;
import org.apache.sshd.sftp.common.SftpException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Nobody reads a file before it was scanned. */
@QuarkusTest
@TestProfile(QueuedRenditionsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class SftpScanTest {
  @ConfigProperty(name = "slipway.sftp.port")
  int port;

  @Inject TestAttempts attempts;

  @Test
  void fileIsReadOnlyAfterItsScan() throws Exception {
    var name = UUID.randomUUID() + ".mp4";
    var bytes = Mp4Header.bytes(900, 3000);
    var id = ApiClient.as("creator").upload(name, bytes).getString("id");

    try (var client = SftpTestClient.as("creator", port)) {
      assertThatThrownBy(() -> read(client, name))
          .isInstanceOf(SftpException.class)
          .hasMessageContaining("scanned for malware");

      attempts.accept(id);

      assertThat(read(client, name)).isEqualTo(bytes);
    }
  }

  private static byte[] read(SftpTestClient client, String name) throws Exception {
    try (var input = client.sftp().read(name)) {
      return input.readAllBytes();
    }
  }
}
