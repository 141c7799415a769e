package dev.slipway.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on loopback that nobody listens on. They are kept for a server that may be dead for
 * minutes, so they lie below those that systems lend to clients.
 */
final class Ports {
  private static final int MIN_PORT = 15_000;
  private static final int PORT_LIMIT = 32_000;

  private Ports() {}

  static int free() {
    while (true) {
      var port = ThreadLocalRandom.current().nextInt(MIN_PORT, PORT_LIMIT);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // Another one, then.
      }
    }
  }
}
