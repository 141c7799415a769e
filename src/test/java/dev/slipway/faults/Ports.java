package dev.slipway.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free ports on loopback. A server keeps its port while it is down for minutes, so the ports
 * are below the range from which systems assign ephemeral ports to clients.
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
      } catch (IOException inUse) {
        // Tries another port.
      }
    }
  }
}
