package dev.slipway.uploads;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * What an application does, and nothing else, when the bytes go through it: it streams the body of
 * a PUT to the signed URL that a header names. Runs until its input ends.
 */
public final class ProxyMain {
  static final String TARGET = "X-Target";
  static final String STARTED = "Port ";

  private static final int BUFFER = 64 << 10;
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("host", "content-length", "connection", TARGET.toLowerCase(Locale.ROOT));

  private ProxyMain() {}

  public static void main(String... arguments) throws IOException {
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", ProxyMain::pass);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    System.out.println(STARTED + server.getAddress().getPort());
    while (System.in.read() >= 0) {
      continue;
    }
    System.exit(0);
  }

  private static void pass(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var target = URI.create(headers.getFirst(TARGET)).toURL();
    var store = (HttpURLConnection) target.openConnection();
    store.setRequestMethod(exchange.getRequestMethod());
    store.setDoOutput(true);
    store.setFixedLengthStreamingMode(Long.parseLong(headers.getFirst("Content-Length")));
    headers.forEach((name, values) -> pass(store, name, values));
    copy(exchange, store);
    exchange.sendResponseHeaders(store.getResponseCode(), -1);
    exchange.close();
  }

  private static void pass(HttpURLConnection store, String name, List<String> values) {
    if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
      values.forEach(value -> store.addRequestProperty(name, value));
    }
  }

  private static void copy(HttpExchange exchange, HttpURLConnection store) throws IOException {
    var buffer = new byte[BUFFER];
    try (var in = exchange.getRequestBody();
        var out = store.getOutputStream()) {
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    }
  }
}
