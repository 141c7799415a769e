package dev.slipway.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy on loopback whose connections an interceptor can delay, change or cut. */
final class TcpProxy implements Closeable {
  private static final int BUFFER_SIZE = 16 << 10;
  private static final int BACKLOG = 1000;
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private final ServerSocket server;
  private final int targetPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile TcpInterceptor interceptor = TcpInterceptor.NONE;
  private volatile boolean down;

  private TcpProxy(ServerSocket server, int target) {
    this.server = server;
    this.targetPort = target;
  }

  /** Starts a proxy to a port on loopback, on which no server needs to listen yet. */
  static TcpProxy to(int target) {
    try {
      var proxy =
          new TcpProxy(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), target);
      startDaemon(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** Sets the interceptor of all connections; {@link TcpInterceptor#NONE} removes it. */
  void setInterceptor(TcpInterceptor interceptor) {
    this.interceptor = interceptor;
  }

  /** Resets all connections and refuses new ones. */
  void cut() {
    down = true;
    sockets.forEach(TcpProxy::reset);
  }

  /** Accepts connections again after {@link #cut}. */
  void restore() {
    down = false;
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var client = server.accept();
        startDaemon(() -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    var upstream = new Socket();
    sockets.add(client);
    sockets.add(upstream);
    try {
      if (down) {
        throw new IOException("down");
      }
      upstream.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort),
          CONNECT_TIMEOUT_MILLIS);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      startDaemon(() -> forward(client, upstream, TcpInterceptor.Direction.TO_SERVER));
      forward(upstream, client, TcpInterceptor.Direction.TO_CLIENT);
    } catch (IOException unreachable) {
      resetBoth(client, upstream);
    }
  }

  private void forward(Socket from, Socket to, TcpInterceptor.Direction direction) {
    try {
      var buffer = new byte[BUFFER_SIZE];
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(interceptor.intercept(direction, Arrays.copyOf(buffer, read)));
      }
      to.shutdownOutput();
      if (direction == TcpInterceptor.Direction.TO_CLIENT) {
        from.close();
        to.close();
        forget(from, to);
      }
    } catch (IOException cut) {
      resetBoth(from, to);
    }
  }

  private void resetBoth(Socket first, Socket second) {
    reset(first);
    reset(second);
    forget(first, second);
  }

  private void forget(Socket first, Socket second) {
    sockets.remove(first);
    sockets.remove(second);
  }

  /** Closes with a TCP reset, as after a network failure. */
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException closed) {
      // The connection is closed already.
    }
  }

  private static void startDaemon(Runnable work) {
    var thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
