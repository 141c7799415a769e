package dev.slipway.storage.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.storage.OtherStoreConfig;
import dev.slipway.storage.StoreConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A store with MinIO's listen API, as captured from a server, that can cut the stream. */
public final class ListenApiStore implements AutoCloseable {
  private static final String KEEP_ALIVE = "{\"Records\":null}\n";
  private static final String CUT_MARK = "cut";

  private final HttpServer server;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<URI> requests = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String type = "text/event-stream";

  public ListenApiStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  /** A listener that uses this store with the given settings. */
  public BucketListener listener(StoreConfig config) {
    var ownConfig = config(config);
    return new BucketListener(ownConfig, StoreConnections.to(ownConfig), Clock.systemUTC());
  }

  /** The same settings with the address of this store. */
  StoreConfig config(StoreConfig config) {
    return OtherStoreConfig.at(config, "http://127.0.0.1:" + server.getAddress().getPort());
  }

  public void sendLine(String line) {
    lines.add(line + "\n");
  }

  /** Ends the stream after an incomplete line. */
  public void closeStreamAfter(String beginning) {
    lines.add(CUT_MARK + beginning);
  }

  public void respondWith(int status, String type) {
    this.status = status;
    this.type = type;
  }

  public List<URI> requests() {
    return requests;
  }

  @Override
  public void close() {
    closeStreamAfter("");
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestURI());
    exchange.getResponseHeaders().set("Content-Type", type);
    if (status != 200 || type.endsWith("xml")) {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
      return;
    }
    exchange.sendResponseHeaders(status, 0);
    write(exchange, KEEP_ALIVE + "  ");
    writeLines(exchange);
  }

  private void writeLines(HttpExchange exchange) throws IOException {
    try {
      var line = lines.take();
      while (!line.startsWith(CUT_MARK)) {
        write(exchange, line + KEEP_ALIVE);
        line = lines.take();
      }
      write(exchange, line.substring(CUT_MARK.length()));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private static void write(HttpExchange exchange, String text) throws IOException {
    exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }
}
