package dev.slipway.ingest.senders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.testing.Asvs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundedHttpFetcherTest {
  private final BoundedHttpFetcher http = new BoundedHttpFetcher(Duration.ofSeconds(5));
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void returnsBodyUpToMaximumSize() throws Exception {
    var maximum = new byte[BoundedHttpFetcher.MAX_RESPONSE_SIZE];
    maximum[BoundedHttpFetcher.MAX_RESPONSE_SIZE - 1] = 1;

    assertThat(http.get(responding(200, maximum))).isEqualTo(maximum);
  }

  @Test
  void rejectsOversizedResponse() {
    assertThatIOException()
        .isThrownBy(
            () -> http.get(responding(200, new byte[10 * BoundedHttpFetcher.MAX_RESPONSE_SIZE])))
        .withMessageContaining("too large");
  }

  @Test
  @Asvs("13.2.4")
  void rejectsErrorsAndRedirects() throws Exception {
    assertThatExceptionOfType(HttpFetcher.AbsentException.class)
        .isThrownBy(() -> http.get(responding(404, new byte[1])))
        .withMessageContaining("404");
    for (var status : new int[] {429, 503}) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> http.get(responding(status, new byte[1])))
          .isNotInstanceOf(HttpFetcher.AbsentException.class)
          .withMessageContaining(Integer.toString(status));
    }
    var target = responding(200, new byte[1]);
    var moved =
        at(
            "/moved",
            exchange -> {
              exchange.getResponseHeaders().add("Location", target.toString());
              exchange.sendResponseHeaders(302, -1);
              exchange.close();
            });
    assertThatIOException().isThrownBy(() -> http.get(moved)).withMessageContaining("302");
    server.stop(0);
    assertThatIOException().isThrownBy(() -> http.get(target)).withMessageContaining("No response");
  }

  @Test
  void timesOutOnUnfinishedResponse() {
    var end = new CountDownLatch(1);
    var slow =
        at(
            "/slow",
            exchange -> {
              exchange.sendResponseHeaders(200, 2);
              exchange.getResponseBody().write(1);
              exchange.getResponseBody().flush();
              await(end);
              exchange.close();
            });
    try {
      assertThatIOException()
          .isThrownBy(() -> new BoundedHttpFetcher(Duration.ofMillis(300)).get(slow))
          .withMessageContaining("No response within");
    } finally {
      end.countDown();
    }
  }

  private URI responding(int status, byte[] body) {
    return at(
        "/" + status + "/" + body.length,
        exchange -> {
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private URI at(String path, HttpHandler handler) {
    server.createContext(path, handler);
    return URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
  }

  private static void await(CountDownLatch end) throws IOException {
    try {
      assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
