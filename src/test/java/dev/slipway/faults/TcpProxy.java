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
  private static final int PIECE = 16 << 10;
  private static final int BACKLOG = 1000;
  private static final int TO_CONNECT_MILLIS = 5_000;

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile TcpInterceptor tap = TcpInterceptor.NONE;
  private volatile boolean down;

  private TcpProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** To a port on loopback, where somebody need not listen yet. */
  static TcpProxy to(int target) {
    try {
      var line =
          new TcpProxy(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), target);
      daemon(line::accept);
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** From now on somebody is at work; {@link TcpInterceptor#NONE} for nobody. */
  void tap(TcpInterceptor tap) {
    this.tap = tap;
  }

  /** Nothing gets through, and what is under way is lost. */
  void cut() {
    down = true;
    open.forEach(TcpProxy::reset);
  }

  void mend() {
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
        daemon(() -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    var store = new Socket();
    open.add(client);
    open.add(store);
    try {
      if (down) {
        throw new IOException("down");
      }
      store.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), target), TO_CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      store.setTcpNoDelay(true);
      daemon(() -> pass(client, store, TcpInterceptor.Way.THERE));
      pass(store, client, TcpInterceptor.Way.BACK);
    } catch (IOException nobodyThere) {
      end(client, store);
    }
  }

  private void pass(Socket from, Socket to, TcpInterceptor.Way way) {
    try {
      var piece = new byte[PIECE];
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (var read = in.read(piece); read >= 0; read = in.read(piece)) {
        out.write(tap.on(way, Arrays.copyOf(piece, read)));
      }
      to.shutdownOutput();
      if (way == TcpInterceptor.Way.BACK) {
        from.close();
        to.close();
        forget(from, to);
      }
    } catch (IOException cut) {
      end(from, to);
    }
  }

  private void end(Socket one, Socket other) {
    reset(one);
    reset(other);
    forget(one, other);
  }

  private void forget(Socket one, Socket other) {
    open.remove(one);
    open.remove(other);
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

  private static void daemon(Runnable work) {
    var thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }
}
