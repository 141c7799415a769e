package dev.slipway.embedded.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Forwards bytes unchanged, or resets all connections while a fault is active. */
final class TcpRoute implements AutoCloseable {
  private static final int BUFFER_SIZE = 64 << 10;

  private final TcpListener listener;

  private TcpRoute(TcpListener listener) {
    this.listener = listener;
  }

  /**
   * @param outage the fault that resets the connections
   */
  static TcpRoute open(
      InetSocketAddress address, InetSocketAddress target, FaultSwitch faults, Fault outage)
      throws IOException {
    var listener =
        TcpListener.open(
            address,
            target,
            (connections, client) -> {
              if (faults.isActive(outage)) {
                throw new IOException("disconnected by the fault");
              }
              forward(connections, client);
            });
    faults.onStart(
        fault -> {
          if (fault == outage) {
            listener.resetAll();
          }
        });
    return new TcpRoute(listener);
  }

  int port() {
    return listener.port();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private static void forward(TcpListener connections, Socket client) throws IOException {
    var server = connections.connect();
    TcpListener.startDaemon(() -> copyOrReset(connections, client, server));
    copyOrReset(connections, server, client);
    connections.close(server);
    connections.close(client);
  }

  private static void copyOrReset(TcpListener connections, Socket from, Socket to) {
    try {
      copy(from, to);
      to.shutdownOutput();
    } catch (IOException cut) {
      connections.reset(from);
      connections.reset(to);
    }
  }

  private static void copy(Socket from, Socket to) throws IOException {
    var buffer = new byte[BUFFER_SIZE];
    var in = from.getInputStream();
    var out = to.getOutputStream();
    for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
    }
  }
}
