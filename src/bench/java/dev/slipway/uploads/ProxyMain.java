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
 * A minimal proxy, such as an application through which uploads pass: it streams the body of a PUT
 * to the signed URL in a header. Runs until the end of its standard input.
 */
public final class ProxyMain {
  static final String TARGET_HEADER = "X-Target";
  static final String PORT_LINE = "Port ";

  private static final int BUFFER_SIZE = 64 << 10;
  private static final Set<String> CONNECTION_HEADERS =
      Set.of("host", "content-length", "connection", TARGET_HEADER.toLowerCase(Locale.ROOT));

  private ProxyMain() {}

  public static void main(String... arguments) throws IOException {
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", ProxyMain::forward);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    System.out.println(PORT_LINE + server.getAddress().getPort());
    while (System.in.read() >= 0) {
      continue;
    }
    System.exit(0);
  }

  private static void forward(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var target = URI.create(headers.getFirst(TARGET_HEADER)).toURL();
    var store = (HttpURLConnection) target.openConnection();
    store.setRequestMethod(exchange.getRequestMethod());
    store.setDoOutput(true);
    store.setFixedLengthStreamingMode(Long.parseLong(headers.getFirst("Content-Length")));
    headers.forEach((name, values) -> copyHeader(store, name, values));
    copyBody(exchange, store);
    exchange.sendResponseHeaders(store.getResponseCode(), -1);
    exchange.close();
  }

  private static void copyHeader(HttpURLConnection store, String name, List<String> values) {
    if (!CONNECTION_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      values.forEach(value -> store.addRequestProperty(name, value));
    }
  }

  private static void copyBody(HttpExchange exchange, HttpURLConnection store) throws IOException {
    var buffer = new byte[BUFFER_SIZE];
    try (var in = exchange.getRequestBody();
        var out = store.getOutputStream()) {
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    }
  }
}
