package dev.slipway.lab.faults;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A relay that can't be used is reported as a problem that says what to check. */
class RelayClientTest {
  @Test
  void reportsARelayThatDoesNotListen() throws IOException {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }

    assertUnavailable(() -> clientOf(port).status(0), "can't be reached");
  }

  @Test
  void reportsARelayThatRefusesTheToken() throws IOException {
    var relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    relay.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    relay.start();
    try {
      var client = clientOf(relay.getAddress().getPort());

      assertUnavailable(() -> client.start(Fault.STOP_STORE), "status 401");
    } finally {
      relay.stop(0);
    }
  }

  private static void assertUnavailable(ThrowingCallable call, String reason) {
    assertThatThrownBy(call)
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll(reason, "SLIPWAY_LAB_RELAY_URL")
        .extracting(e -> ((ProblemException) e).toProblem().code())
        .isEqualTo(ErrorCode.RELAY_UNAVAILABLE.code());
  }

  private static RelayClient clientOf(int port) {
    return new RelayClient(
        new RelayConfig() {
          @Override
          public Optional<URI> url() {
            return Optional.of(URI.create("http://127.0.0.1:" + port));
          }

          @Override
          public Optional<String> token() {
            return Optional.of("secret");
          }
        },
        new ObjectMapper());
  }
}
