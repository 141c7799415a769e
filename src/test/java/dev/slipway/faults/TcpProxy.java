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

/** What lies between two programs: TCP connections, on which somebody may be at work. */
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

  /** To a port on loopback, where somebody need not listen yet. */
  static TcpProxy to(int target) {
    try {
      var line =
          new TcpProxy(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), target);
      startDaemon(line::accept);
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** From now on somebody is at work; {@link TcpInterceptor#NONE} for nobody. */
  void setInterceptor(TcpInterceptor tap) {
    this.interceptor = tap;
  }

  /** Nothing gets through, and what is under way is lost. */
  void cut() {
    down = true;
    sockets.forEach(TcpProxy::reset);
  }

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
    var store = new Socket();
    sockets.add(client);
    sockets.add(store);
    try {
      if (down) {
        throw new IOException("down");
      }
      store.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort),
          CONNECT_TIMEOUT_MILLIS);
      client.setTcpNoDelay(true);
      store.setTcpNoDelay(true);
      startDaemon(() -> forward(client, store, TcpInterceptor.Direction.TO_SERVER));
      forward(store, client, TcpInterceptor.Direction.TO_CLIENT);
    } catch (IOException nobodyThere) {
      resetBoth(client, store);
    }
  }

  private void forward(Socket from, Socket to, TcpInterceptor.Direction way) {
    try {
      var piece = new byte[BUFFER_SIZE];
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (var read = in.read(piece); read >= 0; read = in.read(piece)) {
        out.write(interceptor.intercept(way, Arrays.copyOf(piece, read)));
      }
      to.shutdownOutput();
      if (way == TcpInterceptor.Direction.TO_CLIENT) {
        from.close();
        to.close();
        forget(from, to);
      }
    } catch (IOException cut) {
      resetBoth(from, to);
    }
  }

  private void resetBoth(Socket one, Socket other) {
    reset(one);
    reset(other);
    forget(one, other);
  }

  private void forget(Socket one, Socket other) {
    sockets.remove(one);
    sockets.remove(other);
  }

  /** As a dead network has it: no polite end. */
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException gone) {
      // That is what is wanted.
    }
  }

  private static void startDaemon(Runnable work) {
    var thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }
}
