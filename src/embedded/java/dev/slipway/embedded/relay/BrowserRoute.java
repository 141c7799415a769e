package dev.slipway.embedded.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Forwards requests of browsers to the store byte for byte, because the signature covers them. The
 * {@code Connection} header is the only one that changes.
 */
final class BrowserRoute implements AutoCloseable {
  private static final int HEAD_TIMEOUT_MILLIS = 60_000;

  private final TcpListener listener;

  private BrowserRoute(TcpListener listener) {
    this.listener = listener;
  }

  static BrowserRoute open(
      InetSocketAddress address,
      InetSocketAddress store,
      FaultSwitch faults,
      Observations observations)
      throws IOException {
    var disturber = new UploadDisturber(faults, observations);
    var listener =
        TcpListener.open(
            address, store, (connections, client) -> handle(connections, client, disturber));
    faults.onStart(
        fault -> {
          if (fault == Fault.STOP_STORE) {
            listener.resetAll();
          }
        });
    return new BrowserRoute(listener);
  }

  int port() {
    return listener.port();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private static void handle(TcpListener connections, Socket client, UploadDisturber disturber)
      throws IOException {
    client.setSoTimeout(HEAD_TIMEOUT_MILLIS);
    var head = RequestHead.read(client.getInputStream());
    client.setSoTimeout(0);
    if (head.isEmpty()) {
      connections.close(client);
      return;
    }
    var plan = disturber.planFor(head.get());
    switch (plan.kind()) {
      case RESET -> connections.reset(client);
      case REFUSE -> ExpiredUrlAnswer.send(client, head.get());
      case FORWARD -> new ForwardedRequest(connections, client, head.get(), plan, disturber).run();
    }
    connections.close(client);
  }
}
