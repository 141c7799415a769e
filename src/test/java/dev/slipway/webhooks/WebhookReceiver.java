package dev.slipway.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.TestCertificate;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A receiver of webhooks on this machine, which keeps what it received. */
public final class WebhookReceiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger maxRunning = new AtomicInteger();
  private volatile Responder responder = Responder.status(204);

  private WebhookReceiver(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts one that answers 204 over http. */
  public static WebhookReceiver start() {
    return start(InetAddress.getLoopbackAddress());
  }

  /** The same on another address of this machine. */
  public static WebhookReceiver start(InetAddress address) {
    try {
      return new WebhookReceiver(HttpServer.create(new InetSocketAddress(address, 0), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one that answers 204 over https, with a certificate for localhost. */
  public static WebhookReceiver startWithTls() {
    try {
      var secure = HttpsServer.create(anyPort(), 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tlsContext()));
      return new WebhookReceiver(secure);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers the next requests in this way. */
  public WebhookReceiver answer(Responder next) {
    responder = next;
    return this;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url() {
    return "http://localhost:" + port() + "/hook?key=hidden";
  }

  public List<Received> received() {
    return received;
  }

  /** The most requests that it has answered at the same time. */
  public int maxRunning() {
    return maxRunning.get();
  }

  /** Waits until at least this number of requests has arrived. */
  public List<Received> await(int count) {
    Eventually.holds(count + " requests arrive", () -> received.size() >= count);
    return received;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    maxRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
    try (exchange) {
      var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      received.add(
          new Received(
              exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
      responder.respond(exchange, received.size());
    } finally {
      running.decrementAndGet();
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static SSLContext tlsContext() throws IOException {
    TestCertificate.createIfMissing();
    try (var file = Files.newInputStream(TestCertificate.KEYS)) {
      var password = TestCertificate.PASSWORD.toCharArray();
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(file, password);
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password);
      var context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Answers a request. */
  @FunctionalInterface
  public interface Responder {
    /**
     * @param number of the request, from 1
     */
    void respond(HttpExchange exchange, int number) throws IOException;

    static Responder status(int status) {
      return (exchange, number) -> exchange.sendResponseHeaders(status, -1);
    }

    static Responder status(int status, String header, String value) {
      return (exchange, number) -> {
        exchange.getResponseHeaders().add(header, value);
        exchange.sendResponseHeaders(status, -1);
      };
    }
  }

  /** One request. */
  public record Received(String method, String uri, Map<String, String> headers, String body) {
    public String id() {
      return headers.get("webhook-id");
    }

    public JsonPath json() {
      return JsonPath.from(body);
    }

    /** Whether a signature is that of a secret, computed independently of the application. */
    public boolean isSignedWith(String secret) {
      var seconds = Long.parseLong(headers.get("webhook-timestamp"));
      var expected = SignedRequest.signature(secret, id(), seconds, body.getBytes(UTF_8));
      return List.of(headers.get("webhook-signature").split(" ")).contains(expected);
    }
  }
}
