package dev.slipway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ServerProbeTest {
  /** An address for documentation, at which nobody is. */
  private static final String ELSEWHERE = "192.0.2.1";

  @Test
  void connectsToTheAddressAtWhichTheServerListens() throws IOException {
    try (var server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      var port = server.getLocalPort();

      assertThat(new ServerProbe("127.0.0.1", port).isListening()).isTrue();
      assertThat(new ServerProbe("0.0.0.0", port).isListening()).isTrue();
      assertThat(new ServerProbe(ELSEWHERE, port).isListening()).isFalse();
    }
  }
}
