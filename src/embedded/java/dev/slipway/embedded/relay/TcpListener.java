package dev.slipway.embedded.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accepts connections, connects each to a server, and can reset all of them. */
final class TcpListener implements AutoCloseable {
  private static final int BACKLOG = 200;
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private TcpListener(ServerSocket server, InetSocketAddress target) {
    this.server = server;
    this.target = target;
  }

  /**
   * @param target unresolved, so the address of a server that moved is found
   * @param handler is called in a thread for each connection
   */
  static TcpListener open(InetSocketAddress address, InetSocketAddress target, Handler handler)
      throws IOException {
    var server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(address, BACKLOG);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    var listener = new TcpListener(server, target);
    startDaemon(() -> listener.accept(handler));
    return listener;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Connects to the server. */
  Socket connect() throws IOException {
    var socket = new Socket();
    sockets.add(socket);
    try {
      socket.connect(
          new InetSocketAddress(target.getHostString(), target.getPort()), CONNECT_TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      return socket;
    } catch (IOException e) {
      close(socket);
      throw e;
    }
  }

  /** Resets all open connections at both ends, as after a network failure. */
  void resetAll() {
    sockets.forEach(this::reset);
  }

  void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException closed) {
      // The connection is closed already.
    }
    close(socket);
  }

  void close(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException closed) {
      // The connection is closed already.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    resetAll();
  }

  static Thread startDaemon(Runnable work) {
    var thread = DaemonThreads.named("slipway-relay").newThread(work);
    thread.start();
    return thread;
  }

  private void accept(Handler handler) {
    while (!server.isClosed()) {
      try {
        var client = server.accept();
        client.setTcpNoDelay(true);
        sockets.add(client);
        startDaemon(() -> handle(handler, client));
      } catch (IOException closed) {
        // Accepts the next connection, unless this listener was closed.
      }
    }
  }

  private void handle(Handler handler, Socket client) {
    try {
      handler.handle(this, client);
    } catch (IOException | RuntimeException failed) {
      reset(client);
    }
  }

  /** Handles one connection; a failure resets it. */
  @FunctionalInterface
  interface Handler {
    void handle(TcpListener listener, Socket client) throws IOException;
  }
}
